// The program in its real window, on a tenant with so many connections. WebDriver starts it and asks once; the times are the page's own.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { open } from '../tour/window.mjs';
import { serve } from '../tour/tenant.mjs';
import { inParallel } from './measure.mjs';

export const PROGRAM = process.env.LINTEL_DESKTOP;
/** A window of the same library, with nothing in it. */
export const BLANK = PROGRAM && join(dirname(PROGRAM), 'lintel-blank');
/** Why no window can be opened here. */
export const noWindow = process.env.DRIVER_PORT ? null : 'there is no display: bash scripts/display.sh node tests/bench/bench.mjs';

/** Moments that the page marks: it asks for the list, has drawn its first rows, has all of them. */
export const [ASKED, DRAWN, LISTED] = ['connections-asked', 'connections-drawn', 'connections-listed'];

/** The program with a data folder whose local tenant has so many connections, sealed by the keychain's key or under a passphrase. */
export async function withConnections(count, passphrase = '') {
  const home = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
  const data = join(home, 'data');
  await seed(data, count, passphrase);
  return {
    count,
    open: () => opened(home, PROGRAM, data, passphrase),
    /** As if nothing had been listed yet. */
    forgetList: () => rm(join(data, 'connections.list'), { force: true }),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** The same with further local tenants, until there are so many. */
export async function withTenants(tenants, count, passphrase) {
  const desk = await withConnections(count, passphrase);
  if (tenants === 1) return desk;
  const { window, close } = await desk.open();
  try {
    for (let number = 2; number <= tenants; number++) await window.call('create_local_tenant', { name: `Tenant ${number}` });
    await window.call('choose_tenant', { id: 'local' });
  } finally {
    await close();
  }
  return desk;
}

/** Opens the blank window. */
export async function openBlank() {
  const home = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
  const { close, ...blank } = await opened(home, BLANK, join(home, 'data'));
  return { ...blank, close: () => close().finally(() => rm(home, { recursive: true, force: true })) };
}

/** `marked` says when the page came to the moments of these names, in milliseconds from the start of the process. */
async function opened(home, program, data, passphrase = '') {
  const [starter, started] = [join(home, 'start.sh'), join(home, 'started')];
  await writeFile(starter, `#!/bin/sh\necho "$$ $(date +%s%3N)" >${started}\nLINTEL_KEY=${passphrase} LINTEL_DATA=${data} exec ${program} "$@"\n`, { mode: 0o700 });
  const window = await open({ application: starter, port: Number(process.env.DRIVER_PORT), pictures: home });
  const [pid, begun] = (await readFile(started, 'utf8')).split(' ').map(Number);
  return {
    pid,
    window,
    async marked(...names) {
      const at = await window.marks(names);
      return names.map((name) => at[name] - begun);
    },
    close: () => window.close(),
  };
}

async function seed(data, count, key) {
  const tenant = await serve(data, { port: await freePort(), key });
  try {
    await inParallel(0, count, 8, async (n) => {
      const made = await tenant.api('connections', { method: 'POST', body: JSON.stringify(connection(n)) });
      assert.ok(made.id, JSON.stringify(made));
    });
  } finally {
    await tenant.stop();
  }
}

/** As they are where there are many: each of a customer with a provider and domains of its own. */
function connection(n) {
  const host = `https://login.customer-${n}.example`;
  return {
    name: `customer-${n}`,
    display_name: `Customer ${n}, Harbour Logistics`,
    strategy: 'oidc',
    options: {
      type: 'back_channel',
      client_id: `client-${n}-7f3b2c`,
      client_secret: `secret-${n}-a1b2c3d4e5f6a7b8c9d0`,
      issuer: host,
      authorization_endpoint: `${host}/oauth2/v1/authorize`,
      token_endpoint: `${host}/oauth2/v1/token`,
      userinfo_endpoint: `${host}/oauth2/v1/userinfo`,
      jwks_uri: `${host}/oauth2/v1/keys`,
      scope: 'openid profile email',
      domain_aliases: [`customer-${n}.example`, `mail.customer-${n}.example`],
    },
  };
}

/** Below those that systems hand out, so that it is free at the next start too. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const free = await new Promise((resolve) => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    if (free) await new Promise((resolve) => server.close(resolve));
    if (free) return port;
  }
}
