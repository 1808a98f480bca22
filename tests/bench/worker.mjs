// A program of `rust/src/bin`, which does its work when it is told to.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts the program; `contender(work)` is one of those that `inTurns` asks. */
export function startWorker(program, options = []) {
  const child = spawn(fileURLToPath(new URL(`../../target/${process.env.BENCH_PROFILE ?? 'debug'}/${program}`, import.meta.url)), options.map(String), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const told = async (work) => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ended at ${work}`);
    return JSON.parse(value);
  };
  const ask = async (work, calls) => {
    child.stdin.write(`${work} ${calls}\n`);
    return told(work);
  };
  return {
    pid: child.pid,
    /** What a program says before it is asked. */
    told: () => told('its start'),
    contender: (work, name = work) => ({ name, many: (calls) => ask(work, calls) }),
    stop: () =>
      new Promise((resolve) => {
        child.once('close', resolve);
        child.stdin.end();
      }),
  };
}
