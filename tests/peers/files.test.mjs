// Files as others read them: YAML by js-yaml, as auth0-deploy-cli does; Terraform by python-hcl2, and by terraform itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const FILES = here(`../../target/debug/examples/files${process.platform === 'win32' ? '.exe' : ''}`);
const PYTHON = here('../../target/peers-python/bin/python');
const NASTY = [
  '', ' ', 'yes', 'no', 'null', '~', '0x1f', '1_000', '12:30', '2024-01-01', '- a', 'a: b', 'a #b', "'", '"', '\\', '\\n', 'a\nb', '\r\n', '\t',
  '${x}', '$${x}', '$$${x}', '%{if}', '%%{', '<<EOT', '$', '&a', '*a', '!', '|', '>', '@', '`', '---', '\u0001', '\u007f', '\u0085', '\u2028', '\ufeff', 'é', '😀',
];
const CONNECTIONS = NASTY.map((value, index) => ({
  connection: {
    id: `con_${index}`,
    name: `acme-${index}`,
    strategy: 'oidc',
    display_name: value,
    show_as_button: true,
    options: {
      type: 'back_channel',
      client_id: value,
      client_secret: 's3cret',
      scope: 'openid email',
      domain_aliases: [],
      upstream_params: { [`a${value}`]: { value }, list: [value, -1, 1.5, null, true, {}] },
      attribute_map: { mapping_mode: 'use_map', attributes: { value } },
    },
  },
  applications: Array.from({ length: index % 2 ? 2 : 51 }, (_, it) => ({ client_id: `id${it}`, name: value })),
  scim: { user_id_attribute: 'externalId', mapping: [{ auth0: 'email', scim: value }] },
}));

let folder;
let all;
before(async () => {
  assert.ok(existsSync(FILES), 'The example is not built. Run: cargo build --workspace --locked --example files');
  folder = await mkdtemp(join(tmpdir(), 'lintel-files-'));
  const input = JSON.stringify({ format: 'lintel-connections', version: 1, connections: CONNECTIONS });
  const { status, stdout, stderr } = spawnSync(FILES, { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr);
  all = JSON.parse(stdout);
  for (const [path, text] of Object.entries(all['Terraform, folder'])) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
after(() => rm(folder, { recursive: true, force: true }));

test('js-yaml reads of the YAML file what the files of the folder say', () => {
  const { connections } = load(all['auth0-deploy-cli, YAML']['tenant.yaml']);
  const folder = all['auth0-deploy-cli, folder'];
  assert.deepEqual(
    connections,
    connections.map(({ name }) => JSON.parse(folder[`connections/${name}.json`])),
  );
  assert.deepEqual(
    connections.map((it) => it.options.client_id),
    NASTY,
  );
});

test('python-hcl2 reads what is written for Terraform', (t) => {
  if (spawnSync(PYTHON, ['-c', 'import hcl2']).status !== 0) return t.skip('the Python packages of tests/peers');
  const { status, stdout, stderr } = spawnSync(PYTHON, [here('hcl.py'), folder], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr);
  const { 'connections.tf': connections, 'imports.tf': imports, 'variables.tf': variables } = JSON.parse(stdout);
  const of = (kind) => connections.resource.filter((it) => Object.keys(it)[0].replaceAll('"', '') === kind).length;
  assert.equal(of('auth0_connection'), NASTY.length);
  assert.equal(of('auth0_connection_scim_configuration'), NASTY.length);
  assert.equal(imports.import.length, connections.resource.length);
  assert.equal(variables.variable.length, NASTY.length);
});

test('terraform finds nothing to lay out otherwise', (t) => {
  if (spawnSync('terraform', ['version']).status !== 0) return t.skip('there is no terraform');
  const { status, stdout, stderr } = spawnSync('terraform', ['fmt', '-check', '-diff', folder], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
});

test('terraform finds them valid', (t) => {
  if (spawnSync('terraform', ['version']).status !== 0) return t.skip('there is no terraform');
  const terraform = (...arguments_) => spawnSync('terraform', [`-chdir=${folder}`, ...arguments_], { encoding: 'utf8' });
  if (terraform('init', '-backend=false', '-input=false').status !== 0) return t.skip('terraform does not get the provider auth0/auth0');
  const { status, stdout, stderr } = terraform('validate');
  assert.equal(status, 0, stdout + stderr);
});
