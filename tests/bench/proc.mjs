// What a process of this computer takes, as Linux counts it. Elsewhere nobody is asked, and it is NaN.
import { readdir, readFile } from 'node:fs/promises';

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
