// Auth0's own clients at the tenant over https, as they are: each a process of its own that trusts the tenant's authority.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { all, startTenant } from './tenant.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = here('../../target/peers-python/bin/python');
const idp = (path) => `https://idp.example.com${path}`;
const options = {
  type: 'back_channel',
  client_id: 'at-the-provider',
  client_secret: 'se"cr\\et',
  issuer: idp(''),
  authorization_endpoint: idp('/authorize'),
  token_endpoint: idp('/token'),
  jwks_uri: idp('/jwks'),
  scope: 'openid email',
};

let tenant, application, env;

before(async () => {
  tenant = await startTenant({}, ['--https', '0', '--before-2026-07']);
  application = (await tenant.client.clients.create({ name: 'Over https', app_type: 'regular_web' })).client_id;
  env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: tenant.ca_pem_path,
    REQUESTS_CA_BUNDLE: tenant.ca_pem_path,
    SSL_CERT_FILE: tenant.ca_pem_path,
    DOMAIN: new URL(tenant.https_url).host,
    CLIENT_ID: tenant.client_id,
    CLIENT_SECRET: tenant.client_secret,
    APPLICATION: application,
  };
});

after(async () => {
  await tenant?.stop().finally(() => tenant.forget());
});

const clients = [
  ['auth0 7 of npm', process.execPath, ['clients/life.mjs', 'auth0']],
  ['auth0 4 of npm', process.execPath, ['clients/life.mjs', 'auth0-4']],
  ['auth0-python 6', PYTHON, ['clients/life.py', '6']],
  ['auth0-python 4', PYTHON, ['clients/life.py', '4'], { PYTHONPATH: here('../../target/peers-python/auth0-4') }],
];
for (const [name, command, args, more] of clients) {
  const skip = existsSync(command) ? false : `${name}: the Python packages of tests/peers are not installed`;
  test(`${name} runs the life of a connection`, { skip }, async () => {
    const connection = { name: name.replaceAll(/[ .]+/g, '-'), strategy: 'oidc', options };
    const seen = JSON.parse(await run(command, args, { ...more, CONNECTION: JSON.stringify(connection) }));
    assert.match(seen.id, /^con_/);
    assert.ok(seen.listed.includes(seen.id));
    assert.equal(seen.read.name, connection.name);
    assert.equal(seen.read.options.client_secret, options.client_secret);
    assert.equal(seen.updated.options.scope, 'openid profile');
    assert.equal(seen.gone, 404);
    assert.deepEqual(seen.enabled, [application]);
    if (name === 'auth0-python 4') return;
    assert.equal(seen.scim.user_id_attribute, 'externalId');
    assert.deepEqual(seen.scimRead, seen.scim);
    assert.deepEqual(seen.keys.map((key) => Boolean(key.current)), [true, false]);
    assert.equal(seen.rotated.next, true);
    assert.equal(seen.online, 404, 'there is no agent');
  });
}

for (const format of ['yaml', 'directory']) {
  test(`auth0-deploy-cli exports connections as ${format} and imports them, and a second time nothing changes`, async () => {
    const { connections } = tenant.client;
    const { id } = await connections.create({ name: `deployed-${format}`, strategy: 'oidc', options });
    await connections.clients.update(id, [{ client_id: application, status: true }]);
    await connections.scimConfiguration.create(id);
    const folder = await mkdtemp(join(tmpdir(), 'lintel-deploy-'));
    try {
      const before = await stateOf(id);
      await deploy('export', '--format', format, '--output_folder', folder);
      const file = format === 'yaml' ? join(folder, 'tenant.yaml') : join(folder, 'connections', `deployed-${format}.json`);
      assert.match(await readFile(file, 'utf8'), new RegExp(`deployed-${format}`), `${await readdir(folder)}`);
      await deploy('import', '--input_file', format === 'yaml' ? file : folder);
      assert.deepEqual(await stateOf(id), before, 'what was exported is what is there');
      await deploy('import', '--input_file', format === 'yaml' ? file : folder);
      assert.deepEqual(await stateOf(id), before, 'the second import');
      await connections.delete(id);
      await deploy('import', '--input_file', format === 'yaml' ? file : folder);
      const made = (await all(connections.list())).find(({ name }) => name === `deployed-${format}`);
      const { scim, ...rest } = await stateOf(made.id);
      const { scim: scimBefore, ...restBefore } = before;
      assert.deepEqual(rest, { ...restBefore, connection: { ...before.connection, id: made.id } }, 'made again');
      assert.deepEqual(scim.mapping, scimBefore.mapping);
      await connections.delete(made.id);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** What an import may change. */
async function stateOf(id) {
  const { connections } = tenant.client;
  const scim = await connections.scimConfiguration.get(id);
  delete scim.updated_on;
  return {
    connection: await connections.get(id),
    enabled: await all(connections.clients.get(id)),
    scim,
  };
}

function deploy(...args) {
  return run(process.execPath, ['node_modules/auth0-deploy-cli/lib/index.js', ...args], {
    AUTH0_DOMAIN: env.DOMAIN,
    AUTH0_CLIENT_ID: env.CLIENT_ID,
    AUTH0_CLIENT_SECRET: env.CLIENT_SECRET,
    AUTH0_INCLUDED_ONLY: '["connections"]',
    AUTH0_EXPORT_SECRETS: 'true',
  });
}

function run(command, args, more) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: here('.'), env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject).on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${args.join(' ')} ended with ${code ?? signal}:\n${stdout}\n${stderr}`));
    });
  });
}
