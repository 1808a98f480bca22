// What processes take, as Linux tells it.
import { readdir, readFile, readlink } from 'node:fs/promises';

const PATIENCE = 15_000;
const [EVERY, STILL] = [250, 4];

/** Megabytes (PSS: its own, and its part of what it shares) of the process, and of it with all that it started, once that does not change
 *  any more. */
export async function settledMemory(pid) {
  const giveUp = Date.now() + PATIENCE;
  let [last, still] = [await memory(pid), 0];
  while (still < STILL && Date.now() < giveUp) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    const now = await memory(pid);
    still = Math.abs(now.all - last.all) < 0.01 * last.all ? still + 1 : 0;
    last = now;
  }
  return last;
}

async function memory(pid) {
  const alone = await pss(pid);
  const started = await Promise.all((await descendants(pid)).map(pss));
  return { alone, all: started.reduce((sum, one) => sum + one, alone) };
}

async function descendants(pid) {
  const children = new Map();
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : '';
    const parent = Number(stat.match(/^.*\) \S (\d+)/s)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (parent) => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** Megabytes; 0 of one that has just ended. */
export async function pss(pid) {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(rollup.match(/^Pss:\s+(\d+)/m)?.[1] ?? 0) / 1024;
}

/** Seconds of a processor that the process took so far, in hundredths. */
export async function processorOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat.match(/^.*\) (.*)$/s)[1].split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

/** How much the process has open, and how many threads; 0 of one that has just ended. */
export async function filesOf(pid) {
  return (await readdir(`/proc/${pid}/fd`).catch(() => [])).length;
}

export async function threadsOf(pid) {
  return (await readdir(`/proc/${pid}/task`).catch(() => [])).length;
}

/** The processes that run this program, and all that they started. */
export async function familyOf(program) {
  const all = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const runs = await Promise.all(all.map((pid) => readlink(`/proc/${pid}/exe`).then((exe) => exe === program, () => false)));
  const own = all.filter((_, index) => runs[index]).map(Number);
  return [...new Set([...own, ...(await Promise.all(own.map(descendants))).flat()])];
}
