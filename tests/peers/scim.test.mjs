// SCIM clients that test servers, before the tenant's: PyPI's scim2-tester, by scim2-cli, and scim-sanity.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTenant } from './tenant.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const python = (name) => here(`../../target/peers-python/bin/${name}`);
const kinds = ['users', 'groups'];
const scopes = kinds.flatMap((kind) => ['get', 'post', 'put', 'patch', 'delete'].map((verb) => `${verb}:${kind}`));

let tenant, base, token;

before(async () => {
  tenant = await startTenant();
  const { connections } = tenant.client;
  const { id } = await connections.create({ name: 'provisioned', strategy: 'oidc', options: { client_id: 'peer', issuer: 'https://idp.example' } });
  await connections.scimConfiguration.create(id);
  ({ token } = await connections.scimConfiguration.tokens.create(id, { scopes }));
  base = `${tenant.url}/scim/v2/connections/${id}`;
});

after(async () => {
  await tenant?.stop();
  await tenant?.forget();
});

test('scim2-tester has nothing to say against users and groups', async () => {
  const env = { SCIM_CLI_HEADERS: `Authorization: Bearer ${token}`, NO_COLOR: '1' };
  const { code, output } = await run(python('python'), [here('scim2_test.py'), '--url', base, 'test', '--verbose'], env);
  assert.equal(code, 0, output);
  for (const result of ['SUCCESS', 'users', 'groups']) assert.match(output, new RegExp(result, 'i'), output);
  assert.doesNotMatch(output, /^(ERROR|CRITICAL|SKIPPED)/m, output);
});

test('scim-sanity has nothing to say against users and groups', async () => {
  const probe = ['probe', base, '--token', token, '--strict', '--json-output', '--i-accept-side-effects'];
  const { code, output } = await run(python('scim-sanity'), probe);
  assert.equal(code, 0, output);
});

/** Runs a program to its end, within a minute. */
function run(program, args, env = {}) {
  const options = { env: { ...process.env, ...env }, timeout: 60_000, maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => resolve({ code: error ? (error.code ?? 1) : 0, output: `${stdout}\n${stderr}` }));
  });
}
