// What a process of this computer takes, as Linux counts it. Elsewhere nobody is asked, and it is NaN.
import { readdir, readFile, readlink } from 'node:fs/promises';

/** Bytes that the process alone has in memory, and its part of what it shares (PSS). */
export async function memoryOf(pid) {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return 1024 * Number(rollup.match(/^Pss:\s+(\d+)/m)?.[1] ?? NaN);
}

/** Seconds of a processor that the process took so far, in hundredths. */
export async function processorOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user, system] = stat.match(/^.*\) (.*)$/s)?.[1].split(' ').slice(11, 13).map(Number) ?? [NaN, NaN];
  return (user + system) / 100;
}

/** What it has open. */
export async function handlesOf(pid) {
  return (await readdir(`/proc/${pid}/fd`).catch(() => ({ length: NaN }))).length;
}

export async function threadsOf(pid) {
  return (await readdir(`/proc/${pid}/task`).catch(() => ({ length: NaN }))).length;
}

/** The processes that run this program, and what they started in turn. */
export async function familyOf(program) {
  const family = new Set();
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map();
  for (const pid of all) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    parents.set(pid, Number(stat.match(/^.*\) \S (\d+)/s)?.[1]));
    if ((await readlink(`/proc/${pid}/exe`).catch(() => null)) === program) family.add(pid);
  }
  for (let before = -1; before !== family.size; ) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}
