// `make bench` in small, so that it goes on working.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { program } from './tenant.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

test('the bench compares the tenant with scim2-server on the same requests', async () => {
  const env = { ...process.env, LINTEL: program, SCIM2_SERVER: here('../../target/peers-python/bin/scim2-server') };
  const output = await new Promise((resolve, reject) => {
    const bench = [here('../bench/scim.mjs'), '--users', '50', '--lookups', '10'];
    execFile(process.execPath, bench, { env, timeout: 60_000 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}\n${stderr}`, { cause: error })) : resolve(stdout),
    );
  });
  for (const line of [/^lintel: created/m, /^scim2-server: created/m, /^ratio of time: /m]) assert.match(output, line);
});
