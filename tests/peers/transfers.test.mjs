// Connections from tenant to tenant in files, over https: what Lintel writes auth0-deploy-cli imports, what that exports Lintel imports, and
// what comes out of each format is what went in but for what was named.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { all, program, startTenant } from './tenant.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SECRET = 'se"cr\\et $x ${y} \'';
const idp = (path) => `https://idp.example.com${path}`;
const CONNECTIONS = [
  {
    name: 'acme',
    display_name: 'Acme "Inc." ${x}',
    show_as_button: true,
    metadata: { plan: 'gold: 1' },
    authentication: { active: true },
    options: {
      type: 'back_channel',
      client_id: 'at-acme',
      client_secret: SECRET,
      issuer: idp(''),
      authorization_endpoint: idp('/authorize'),
      token_endpoint: idp('/token'),
      jwks_uri: idp('/jwks'),
      userinfo_endpoint: idp('/userinfo'),
      scope: 'openid email',
      domain_aliases: ['acme.example', 'acme.test'],
      icon_url: 'https://cdn.example/acme.png',
      set_user_root_attributes: 'on_first_login',
      upstream_params: { screen: { value: 'sign%{up' }, login_hint: { alias: 'login_hint' } },
      attribute_map: { mapping_mode: 'use_map', attributes: { name: '${context.tokenset.name}', level: 'x' } },
      connection_settings: { pkce: 'S256' },
    },
  },
  {
    name: 'globex',
    options: {
      type: 'front_channel',
      client_id: 'at-globex',
      issuer: idp(''),
      authorization_endpoint: idp('/authorize'),
      jwks_uri: idp('/jwks'),
      scope: 'openid',
    },
  },
];
/** What is named and shows on a tenant alone that has it: of a new connection SCIM is off anyway. */
const UNSEEN = 'globex /scim_configuration';
/** Lintel's own file says whose it is, and each tenant may have a client ID and domains of its own; the tool's files know applications by name. */
const ANSWERS = { lintel: { policies: [{ path: '/options', policy: 'carry' }] }, 'deploy-cli-yaml': {}, 'deploy-cli-folder': {} };
/** Of each tenant its own, and no part of a connection that is brought elsewhere. */
const OWN = new Set(['/id', '/realms']);

let source, target, env, folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-transfers-'));
  [source, target] = await Promise.all([startTenant({}, ['--https', '0']), startTenant({}, ['--https', '0'])]);
  for (const { client } of [source, target]) await client.clients.create({ name: 'Portal: 1', app_type: 'regular_web' });
  const portal = await applicationOf(source, 'Portal: 1');
  for (const connection of CONNECTIONS) {
    const { id } = await source.client.connections.create({ strategy: 'oidc', ...connection });
    await source.client.connections.clients.update(id, [{ client_id: portal, status: true }]);
    if (connection.name === 'acme') await source.client.connections.scimConfiguration.create(id);
  }
  const named = (prefix, tenant) => ({
    [`${prefix}_DOMAIN`]: tenant.https_url,
    [`${prefix}_CLIENT_ID`]: tenant.client_id,
    [`${prefix}_CLIENT_SECRET`]: tenant.client_secret,
    [`${prefix}_CA_FILE`]: tenant.ca_pem_path,
  });
  env = {
    ...process.env,
    ...named('FROM', source),
    ...named('TO', target),
    LINTEL_LOG: 'off',
    LINTEL_KEY: 'a key that only the peers know',
    LINTEL_PASSPHRASE: 'sesame',
  };
});

after(async () => {
  await Promise.all([source, target].map((tenant) => tenant?.stop().finally(() => tenant.forget())));
  await rm(folder, { recursive: true, force: true });
});

for (const [format, input] of [['deploy-cli-yaml', 'tenant.yaml'], ['deploy-cli-folder', '']]) {
  test(`auth0-deploy-cli imports what Lintel writes as ${format}`, async () => {
    await clear(target);
    const to = join(folder, format);
    const { stderr } = await lintel(0, 'export', '--tenant', 'env:FROM', '--format', format, '--secrets', 'placeholders', '--to', to);
    const config = join(to, 'config.json');
    await deploy(target, 'import', '--input_file', join(to, input), '--config_file', config);
    await same(losses(stderr));
  });
}

for (const format of ['yaml', 'directory']) {
  test(`Lintel imports what auth0-deploy-cli exports as ${format}, and a second time nothing is left to do`, async () => {
    await clear(target);
    const from = join(folder, `exported-${format}`);
    await deploy(source, 'export', '--format', format, '--output_folder', from);
    const file = format === 'yaml' ? join(from, 'tenant.yaml') : from;
    const { stdout } = await lintel(2, 'import', file, '--tenant', 'env:TO', '--plan');
    assert.match(stdout, /2 to create/);
    assert.deepEqual(await all(target.client.connections.list()), [], 'a plan writes nothing');
    await lintel(0, 'import', file, '--tenant', 'env:TO', '--apply', '--journal', join(folder, 'journal'));
    await same(new Map());
    await lintel(0, 'import', file, '--tenant', 'env:TO', '--plan');
  });
}

for (const format of ['lintel', 'deploy-cli-yaml', 'deploy-cli-folder', 'terraform']) {
  test(`what comes out of ${format} is what went in but for what was named`, async () => {
    await clear(target);
    const file = join(folder, `round-${format}`);
    const secrets = format === 'lintel' ? ['--secrets', 'sealed'] : [];
    const { stderr } = await lintel(0, 'export', '--tenant', 'env:FROM', '--format', format, ...secrets, '--to', file);
    const answers = join(folder, `answers-${format}.json`);
    await writeFile(answers, JSON.stringify(ANSWERS[format] ?? (await otherApplication())));
    const more = ['--secret', 'acme=ACME_SECRET', '--answers', answers];
    await lintel(2, 'import', file, '--tenant', 'env:TO', '--plan', ...more);
    await lintel(0, 'import', file, '--tenant', 'env:TO', '--apply', '--journal', join(folder, 'journal'), ...more);
    await same(losses(stderr));
    await lintel(0, 'import', file, '--tenant', 'env:TO', '--plan', ...more);
  });
}

/** The target holds what the source holds, but for what is named, which it does not. */
async function same(losses) {
  const [before, now] = [await stateOf(source), await stateOf(target)];
  const differing = Object.keys(before).flatMap((name) => differences(before[name], now[name] ?? {}).map((path) => `${name} ${path}`));
  const named = [...losses].flatMap(([name, paths]) => paths.map((path) => `${name} ${path}`));
  const covers = (path, whole) => path === whole || path.startsWith(`${whole}/`);
  assert.deepEqual(differing.filter((path) => !named.some((one) => covers(path, one))), [], `nothing is lost unnamed: ${named}`);
  assert.deepEqual(named.filter((one) => one !== UNSEEN && !differing.some((path) => covers(path, one))), [], 'what is named is lost');
}

/** The connections by their names, each with its applications by name and its SCIM configuration. */
async function stateOf(tenant) {
  const { connections, clients } = tenant.client;
  const names = new Map((await all(clients.list())).map((it) => [it.client_id, it.name]));
  const state = {};
  for (const { id, name } of await all(connections.list())) {
    const enabled = (await all(connections.clients.get(id))).map((it) => names.get(it.client_id)).sort();
    const scim = await connections.scimConfiguration.get(id).catch(() => null);
    const { user_id_attribute, mapping } = scim ?? {};
    state[name] = { ...(await connections.get(id)), enabled_clients: enabled, scim_configuration: scim && { user_id_attribute, mapping } };
  }
  return state;
}

function differences(one, other, path = '') {
  if (OWN.has(path)) return [];
  if ([one, other].every((it) => it && typeof it === 'object' && !Array.isArray(it))) {
    const members = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...members].flatMap((name) => differences(one[name], other[name], `${path}/${name}`));
  }
  // Scopes have no order (RFC 6749, section 3.3).
  const [before, now] = path === '/options/scope' ? [one, other].map((it) => it?.split(' ').sort()) : [one, other];
  return JSON.stringify(before) === JSON.stringify(now) ? [] : [path];
}

/** What an export says it cannot hold: `NAME PATH: WHY` on a line each. */
function losses(stderr) {
  const found = new Map();
  for (const line of stderr.split('\n').filter(Boolean)) {
    const [, name, path] = /^(\S+) (\/\S*): /.exec(line) ?? assert.fail(line);
    found.set(name, [...(found.get(name) ?? []), path]);
  }
  return found;
}

async function clear({ client: { connections } }) {
  for (const { id } of await all(connections.list())) await connections.delete(id);
  await rm(join(folder, 'journal'), { force: true });
}

/** To Terraform an application is its client ID, of which each tenant has its own. */
async function otherApplication() {
  const [one, other] = await Promise.all([source, target].map((tenant) => applicationOf(tenant, 'Portal: 1')));
  return { applications: [{ source: one, target: other }] };
}

async function applicationOf({ client }, name) {
  return (await all(client.clients.list())).find((it) => it.name === name).client_id;
}

function lintel(code, command, ...args) {
  return run(code, program, ['connections', command, ...args], { ACME_SECRET: SECRET });
}

function deploy(tenant, ...args) {
  return run(0, process.execPath, ['node_modules/auth0-deploy-cli/lib/index.js', ...args], {
    NODE_EXTRA_CA_CERTS: tenant.ca_pem_path,
    AUTH0_DOMAIN: new URL(tenant.https_url).host,
    AUTH0_CLIENT_ID: tenant.client_id,
    AUTH0_CLIENT_SECRET: tenant.client_secret,
    // Without the applications it would write their client IDs.
    AUTH0_INCLUDED_ONLY: args[0] === 'export' ? '["connections", "clients"]' : '["connections"]',
    AUTH0_EXPORT_SECRETS: 'true',
    LINTEL_ACME_CLIENT_SECRET: SECRET,
  });
}

function run(expected, command, args, more) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: here('.'), env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject).on('close', (code, signal) => {
      if (code === expected) resolve({ stdout, stderr });
      else reject(new Error(`${args.join(' ')} ended with ${code ?? signal}, expected ${expected}:\n${stdout}\n${stderr}`));
    });
  });
}
