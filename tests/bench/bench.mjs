// How fast the program is, beside others that do the same and beside limits, in one run. `make bench` builds what is measured and runs it.
//
//   node tests/bench/bench.mjs [--small] [part…]
//
// With --small each part does a little of its work: enough to see that it goes on working, too little to say how fast. A part is a file
// in `parts`: its `run` takes { small } and gives the rows of `measure.mjs`.
// Prints a table; the rows, with what the machine was, are in target/bench/results.json. That a goal is missed ends nothing.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from './table.mjs';

const PARTS = (await readdir(new URL('parts', import.meta.url))).filter((file) => file.endsWith('.mjs')).map((file) => file.replace('.mjs', '')).sort();
const RESULTS = new URL('../../target/bench/', import.meta.url);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { small: { type: 'boolean', default: false } } });
const unknown = positionals.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`);
  process.exit(2);
}

const machine = { processors: availableParallelism(), model: cpus()[0]?.model, memory: totalmem(), node: process.version, load: {} };
const results = { small: values.small, machine, parts: [] };
for (const name of positionals.length > 0 ? positionals : PARTS) {
  console.log(`\n== ${name}`);
  const before = loadavg()[0];
  const { run } = await import(`./parts/${name}.mjs`);
  const measured = await run({ small: values.small });
  // Little work says nothing of a goal.
  const rows = values.small ? measured.map((row) => ({ ...row, met: undefined })) : measured;
  if (rows.length === 0) throw new Error(`${name} measured nothing`);
  results.parts.push({ name, load: { before, after: loadavg()[0] }, rows });
  console.log(table(rows));
  console.log(`load of the machine ${before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after`);
}

await mkdir(RESULTS, { recursive: true });
await writeFile(new URL('results.json', RESULTS), JSON.stringify(results, null, 2));
if (results.parts.length > 1) console.log(`\n== All, on ${machine.processors} processors (${machine.model})\n${table(results.parts.flatMap(({ rows }) => rows))}`);
