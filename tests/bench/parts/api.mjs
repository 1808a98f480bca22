// The local tenant's Management API beside npm's `authhero`: the same requests of the same client, one at a time, on the same connections.
//
// What is compared: the time from a request to its answer, parsed. What is not the same: the tenant has each change on the disk before it
// answers, its options sealed, and verifies an access token with every request; `authhero` keeps plain objects in memory and asks for no
// token (`../authhero.mjs`). It also keeps no more of what it is sent than its schema has, which is without the provider's metadata. So
// that lists and reads are of the same connections, it is given those that the tenant shows, and both answer with the same bytes.
import assert from 'node:assert/strict';
import { open, readFile, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '../../peers/process.mjs';
import { startTenant } from '../../peers/tenant.mjs';
import { asker } from '../http.mjs';
import { beside, inTurns, percentile, told, within } from '../measure.mjs';

const METADATA = JSON.parse(await readFile(new URL('../../discovery-corpus/okta-default-2019.json', import.meta.url)));

export async function run({ small }) {
  const [page, count, many, listings, calls] = small ? [10, 20, 60, 2, 10] : [100, 1000, 10_000, 30, 500];
  const [ours, theirs] = [await tenant(page), await authhero(page)];
  try {
    const both = async (each, options) => {
      const samples = await inTurns([ours, theirs].map((side) => ({ name: side.name, once: (n) => each(side, n) })), options);
      return { ours: samples[ours.name], peer: theirs.name, theirs: samples[theirs.name] };
    };
    const [warmLists, warmUp] = small ? [0, 0] : [3, 50];
    const created = await both(create, { calls: count });
    await holdTheSame(ours, theirs);
    return [
      beside('a connection created through the API', { ...created, atMost: 1.2 }),
      beside(`${count} connections listed, ${page} a page`, { ...(await both((side) => list(side, count), { calls: listings, warmUp: warmLists })), atMost: 1 }),
      beside('a connection read', { ...(await both(read, { calls, warmUp })), atMost: 1.2 }),
      beside('a connection changed by PATCH', { ...(await both(change, { calls, warmUp })), atMost: 1.2 }),
      ...(await asTheyGrow(ours, { page, count, many, listings })),
      beside('a connection deleted', { ...(await both(remove, { calls })), atMost: 1.2 }),
      told('a page written and synced to the disk, which each change waits for', { ours: await synced(calls) }),
    ];
  } finally {
    await ours.stop();
    await theirs.stop();
  }
}

async function holdTheSame(ours, theirs) {
  const { status, body } = await theirs.root('PUT', '/held', await list(ours, ours.ids.length));
  assert.deepEqual([status, body.held], [200, ours.ids.length]);
  theirs.ids = ours.ids;
}

/** The tenant alone: more connections, and lists without what is sealed. */
async function asTheyGrow(ours, { page, count, many, listings }) {
  const calls = Math.ceil(listings / 3);
  const { few } = await inTurns([{ name: 'few', once: () => list(ours, count) }], { calls: listings });
  for (let n = count; n < many; n++) await create(ours, n);
  const names = (listed) => assert.equal(listed[0].options, undefined);
  const contenders = [
    { name: 'whole', once: () => list(ours, many) },
    { name: 'names', once: async () => names(await list(ours, many, '&fields=name')) },
  ];
  const samples = await inTurns(contenders, { calls });
  const limit = 1.1 * (many / count) * percentile(few, 0.5);
  return [
    within(`${many} connections listed, ${page} a page`, { ours: samples.whole, limit, of: `1.1 times ${many / count} lists of ${count}` }),
    told(`${many} connections listed by name alone`, { ours: samples.names }),
  ];
}

/** What the disk alone takes: with other work on it most of a change. */
async function synced(calls) {
  const path = join(tmpdir(), `lintel-bench-${process.pid}`);
  const file = await open(path, 'w');
  try {
    const page = Buffer.alloc(4096);
    const { disk } = await inTurns([{ name: 'disk', once: async (n) => (await file.write(page, 0, page.length, n * page.length), file.sync()) }], { calls });
    return disk;
  } finally {
    await file.close();
    await unlink(path);
  }
}

async function create(side, n) {
  const { status, body } = await side.call('POST', '/connections', { name: `bench-${n}`, strategy: 'oidc', options: options(n, 'openid') });
  assert.equal(status, 201, JSON.stringify(body));
  side.ids[n] = body.id;
}

async function list(side, expected, more = '') {
  const listed = [];
  for (let page = side.firstPage; page; ) {
    const { status, body } = await side.call('GET', `/connections?${page}${more}`);
    assert.equal(status, 200, JSON.stringify(body));
    listed.push(...body.connections);
    page = side.pageAfter(body, listed.length);
  }
  assert.equal(listed.length, expected);
  assert.ok(more || listed.every(({ options }) => options.client_secret), 'a secret is missing');
  return listed;
}

async function read(side, n) {
  const { status, body } = await side.call('GET', `/connections/${side.ids[n]}`);
  assert.deepEqual([status, body.name, body.options.client_secret], [200, `bench-${n}`, secret(n)]);
}

async function change(side, n) {
  const scope = `openid profile email ${n}`;
  const { status, body } = await side.call('PATCH', `/connections/${side.ids[n]}`, { options: options(n, scope) });
  assert.deepEqual([status, body.options.scope], [200, scope]);
}

async function remove(side, n) {
  const { status } = await side.call('DELETE', `/connections/${side.ids[n]}`);
  assert.equal(status, side.deleted);
}

function options(n, scope) {
  const issuer = `https://idp-${n}.example`;
  return {
    client_id: `client-${n}`,
    client_secret: secret(n),
    issuer,
    authorization_endpoint: `${issuer}/oauth2/v1/authorize`,
    token_endpoint: `${issuer}/oauth2/v1/token`,
    userinfo_endpoint: `${issuer}/oauth2/v1/userinfo`,
    jwks_uri: `${issuer}/oauth2/v1/keys`,
    scope,
    oidc_metadata: METADATA,
  };
}

function secret(n) {
  return `secret-${n}-`.padEnd(64, '0123456789');
}

async function tenant(page) {
  const tenant = await startTenant();
  const { client_id, client_secret, audience, url } = tenant;
  const grant = { grant_type: 'client_credentials', client_id, client_secret, audience };
  const oauth = asker(url);
  const { body } = await oauth.call('POST', '/oauth/token', grant);
  oauth.close();
  const { call, close } = asker(`${url}/api/v2`, { authorization: `Bearer ${body.access_token}` });
  return {
    name: 'lintel',
    call,
    ids: [],
    deleted: 202,
    firstPage: `take=${page}`,
    pageAfter: ({ next }) => next && `take=${page}&from=${next}`,
    stop: async () => {
      close();
      await tenant.stop();
      await tenant.forget();
    },
  };
}

/** It knows pages by number alone, and no checkpoints. */
async function authhero(page) {
  const served = await start(process.execPath, [fileURLToPath(new URL('../authhero.mjs', import.meta.url))]);
  const { call, close } = asker(`${served.line.url}/api/v2`, { authorization: 'Bearer any', 'tenant-id': 'bench' });
  const root = asker(served.line.url);
  const pageFrom = (listed) => `include_totals=true&per_page=${page}&page=${listed / page}`;
  return {
    name: 'authhero',
    call,
    ids: [],
    deleted: 200,
    firstPage: pageFrom(0),
    pageAfter: ({ length }, listed) => listed < length && pageFrom(listed),
    root: root.call,
    stop: async () => {
      close();
      root.close();
      await served.stop();
    },
  };
}
