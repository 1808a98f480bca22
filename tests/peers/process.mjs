// Programs that print one line of JSON once they listen, and end with 0 when told to.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const PATIENCE = 30_000;
const running = new Set();
// A test run that is cut off leaves nobody behind.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts a program and waits for its line. `output()` is what it wrote to standard error so far. */
export async function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const lines = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const closed = once(child, 'close').finally(() => running.delete(child));
  closed.catch(() => {});
  const early = closed.then(([code]) => Promise.reject(new Error(`${command} ended with ${code} before it listened:\n${stderr}`)));
  await inTime(Promise.race([once(reader, 'line'), early]), child, `${command} printed no line`);
  early.catch(() => {});
  return {
    line: JSON.parse(lines[0]),
    pid: child.pid,
    output: () => stderr,
    signal: (name) => child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = await inTime(closed, child, `${command} did not end on SIGTERM`);
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, `${command} did not end cleanly:\n${stderr}`);
      assert.equal(lines.length, 1, `${command} printed more than one line`);
    },
  };
}

async function inTime(promise, child, complaint) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${complaint} within ${PATIENCE / 1000} seconds`));
    }, PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
