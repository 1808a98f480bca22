// What is measured, and a row of it: ours beside a peer or a limit of the same run.

/** Asks each contender in turns, a block of calls at a time, so that whatever else the machine does meets all of them. A contender is
 *  { name, once(n) }, or { name, many(calls) } where it takes the times itself; gives { name: samples }, the time of each call in
 *  milliseconds. */
export async function inTurns(contenders, { calls, blocks = 10, atOnce = 1, warmUp = 0 }) {
  const samples = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (const { once, many } of contenders) {
    if (many) await many(warmUp);
    else for (let n = 0; n < warmUp; n++) await once(n);
  }
  for (let block = 0; block < blocks; block++) {
    const [from, to] = [block, block + 1].map((edge) => Math.floor((edge * calls) / blocks));
    // Whoever goes first in one block goes last in the next.
    for (const { name, once, many } of block % 2 === 0 ? contenders : contenders.toReversed()) {
      if (many) samples[name].push(...(await many(to - from)));
      else await inParallel(from, to, atOnce, async (n) => samples[name].push(await timeOf(() => once(n))));
    }
  }
  return samples;
}

/** Runs `each` for the numbers, some of them at once. */
export async function inParallel(from, to, atOnce, each) {
  let next = from;
  const worker = async () => {
    while (next < to) await each(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Milliseconds that it takes. */
export async function timeOf(act) {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

/** The sample below which `share` of them are. */
export function percentile(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** A row: what a work takes, beside a peer's samples of the same run. The ratio is of the medians; the goal says how much of the peer's
 *  it may be at most. */
export function beside(work, { ours, peer, theirs, atMost, unit = 'ms' }) {
  return row({ work, unit, ours: spread(ours), peer: { name: peer, ...spread(theirs) }, ratio: percentile(ours, 0.5) / percentile(theirs, 0.5), atMost });
}

/** A row: what a work takes, beside a limit. `share` says which of the samples has to be within: the median (0.5), or 0.95 of them. */
export function within(work, { ours, limit, share = 0.5, unit = 'ms', of = 'limit' }) {
  return row({ work, unit, ours: spread(ours), limit: { name: of, value: limit, share }, ratio: percentile(ours, share) / limit, atMost: 1 });
}

/** A row: something that is told and has no goal. */
export function told(work, { ours, unit = 'ms' }) {
  return { work, unit, ours: spread(ours) };
}

/** A row of a work that cannot be measured here. */
export function skipped(work, why) {
  return { work, skipped: why };
}

function row(it) {
  return { ...it, met: it.atMost === undefined ? undefined : it.ratio <= it.atMost };
}

function spread(samples) {
  return { calls: samples.length, p50: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}
