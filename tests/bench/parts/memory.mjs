// What the window has in memory once it has listed all connections, beside one with nothing in it.
import { beside, skipped } from '../measure.mjs';
import { settledMemory } from '../processes.mjs';
import { LISTED, noWindow, openBlank, withConnections } from '../window.mjs';

export async function run({ small }) {
  if (noWindow) return [skipped('memory after listing', noWindow)];
  const counts = small ? [10] : [100, 1000, 10_000];
  const rounds = small ? 1 : 3;
  const blank = samples();
  const desks = [];
  try {
    for (const count of counts) desks.push({ ...(await withConnections(count)), ...samples() });
    for (let round = 0; round < rounds; round++) {
      await once(openBlank, blank);
      for (const desk of desks) await once(() => desk.open(), desk, LISTED);
    }
  } finally {
    await Promise.all(desks.map((desk) => desk.remove()));
  }
  const named = ({ count }) => `${count.toLocaleString('en')} connections`;
  const [few, ...more] = desks;
  return [
    ...desks.map((desk) => beside(`memory of all processes, ${named(desk)}`, { ours: desk.all, peer: 'a blank window', theirs: blank.all, unit: 'MB' })),
    beside(`memory of lintel-desktop, ${named(few)}`, { ours: few.alone, peer: 'a blank window', theirs: blank.alone, unit: 'MB' }),
    ...more.map((desk) =>
      beside(`memory of lintel-desktop, ${named(desk)}`, { ours: desk.alone, peer: named(few), theirs: few.alone, atMost: desk === more.at(-1) ? 1.3 : undefined, unit: 'MB' }),
    ),
  ];
}

function samples() {
  return { alone: [], all: [] };
}

async function once(open, { alone, all }, ...moments) {
  const opened = await open();
  try {
    if (moments.length > 0) await opened.marked(...moments);
    const memory = await settledMemory(opened.pid);
    alone.push(memory.alone);
    all.push(memory.all);
  } finally {
    await opened.close();
  }
}
