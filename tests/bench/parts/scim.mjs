// How fast the local tenant takes SCIM, beside PyPI's scim2-server on the same requests in the same run: users created, patched, looked up
// by filter. scim2-server keeps its users in memory; the tenant has each on the disk before it answers. SCIM2_SERVER names the other
// server; without it nothing is measured.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { startTenant } from '../../peers/tenant.mjs';
import { beside, inParallel, inTurns, skipped, timeOf } from '../measure.mjs';
import { processorOf, pss } from '../processes.mjs';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const PEER = 'scim2-server';
/** With more at once each block takes scim2-server a second and more and next to no processor, and the ratio says little. */
const AT_ONCE = 4;

export async function run({ small }) {
  if (!process.env.SCIM2_SERVER) return [skipped('SCIM', 'SCIM2_SERVER does not say where scim2-server is')];
  const [users, lookups] = small ? [50, 10] : [10_000, 1000];
  const servers = [await served(lintel)];
  try {
    servers.push(await served(scim2Server));
    const rows = [];
    for (const [name, calls, each] of [['created', users, create], ['patched', users, patch], ['looked up by filter', lookups, lookUp(users / lookups)]]) {
      rows.push(...(await measured(servers, name, calls, each)));
    }
    for (const { ids } of servers) assert.equal(new Set(ids).size, users, 'each user once');
    const [ours, theirs] = await Promise.all(servers.map(({ pid }) => pss(pid)));
    rows.push(beside(`memory of the server with ${users} users, PSS`, { ours: [ours], peer: PEER, theirs: [theirs], unit: 'MB' }));
    return rows;
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function served(start) {
  const server = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const call = (method, path, body) => exchange(agent, `${server.base}${path}`, method, server.token, body);
  const stop = async () => {
    agent.destroy();
    await server.stop();
  };
  return { pid: server.pid, ids: [], call, stop };
}

/** What the client waits for, which its own work, the disk and the rest of the machine have their part in; and the time that each server's
 *  process had a processor, which is the server's alone. */
async function measured(servers, name, calls, each) {
  const processor = servers.map(() => 0);
  const contenders = servers.map((server, which) => {
    let done = 0;
    const many = async (more) => {
      const before = await processorOf(server.pid);
      const samples = [];
      await inParallel(done, done + more, AT_ONCE, async (n) => samples.push(await timeOf(() => each(server, n))));
      done += more;
      processor[which] += (await processorOf(server.pid)) - before;
      return samples;
    };
    return { name: which === 0 ? 'ours' : PEER, many };
  });
  const samples = await inTurns(contenders, { calls });
  const [mine, theirs] = processor.map((seconds) => [(1000 * seconds) / calls]);
  const rows = [beside(`a user ${name} over SCIM`, { ours: samples.ours, peer: PEER, theirs: samples[PEER], atMost: 1 })];
  // A process that took less than is counted has no ratio.
  if (mine[0] > 0 && theirs[0] > 0) rows.push(beside(`the same, processor of the server`, { ours: mine, peer: PEER, theirs, atMost: 1 }));
  return rows;
}

async function create({ call, ids }, n) {
  const { status, body } = await call('POST', '/Users', user(n));
  assert.equal(status, 201, JSON.stringify(body));
  ids[n] = body.id;
}

async function patch({ call, ids }, n) {
  const Operations = [{ op: 'replace', path: 'displayName', value: `Changed ${n}` }];
  const { status } = await call('PATCH', `/Users/${encodeURIComponent(ids[n])}`, { schemas: [PATCH], Operations });
  assert.ok(status === 200 || status === 204, `status ${status}`);
}

/** Looks for users far from each other. */
function lookUp(stride) {
  return async ({ call, ids }, n) => {
    const wanted = Math.floor(n * stride);
    const filter = encodeURIComponent(`userName eq "user-${wanted}@harbour.example"`);
    const { status, body } = await call('GET', `/Users?filter=${filter}`);
    assert.equal(status, 200);
    assert.deepEqual([body.totalResults, body.Resources[0].id], [1, ids[wanted]]);
  };
}

function user(n) {
  const email = `user-${n}@harbour.example`;
  return {
    schemas: [CORE],
    externalId: `external-${n}`,
    userName: email,
    displayName: `User ${n}`,
    name: { givenName: 'User', familyName: `${n}` },
    emails: [{ value: email, type: 'work', primary: true }],
    active: true,
  };
}

function exchange(agent, url, method, token, body) {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}` };
    if (text) Object.assign(headers, { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(text) });
    const sent = request(url, { agent, method, headers }, async (answer) => {
      try {
        let said = '';
        for await (const chunk of answer.setEncoding('utf8')) said += chunk;
        resolve({ status: answer.statusCode, body: said ? JSON.parse(said) : null });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject).end(text);
  });
}

async function lintel() {
  const tenant = await startTenant();
  const { id } = await tenant.client.connections.create({
    name: 'bench',
    strategy: 'oidc',
    options: {
      type: 'back_channel',
      client_id: 'client',
      client_secret: 'secret',
      issuer: 'https://idp.example',
      authorization_endpoint: 'https://idp.example/authorize',
      token_endpoint: 'https://idp.example/token',
      jwks_uri: 'https://idp.example/jwks',
      scope: 'openid',
    },
  });
  const { scimConfiguration } = tenant.client.connections;
  await scimConfiguration.create(id);
  const { token } = await scimConfiguration.tokens.create(id, {});
  const stop = async () => {
    await tenant.stop();
    await tenant.forget();
  };
  return { base: `${tenant.url}/scim/v2/connections/${id}`, token, pid: tenant.pid, stop };
}

async function scim2Server() {
  const [port, token] = [await freePort(), 'bench'];
  const child = spawn(process.env.SCIM2_SERVER, ['--port', port, '--bearer-token', token], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  process.once('exit', () => child.kill('SIGKILL'));
  const base = `http://127.0.0.1:${port}`;
  const agent = new Agent();
  for (let tries = 0; ; tries++) {
    try {
      await exchange(agent, `${base}/ServiceProviderConfig`, 'GET', token);
      return { base, token, pid: child.pid, stop };
    } catch (error) {
      if (tries === 100 || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}
