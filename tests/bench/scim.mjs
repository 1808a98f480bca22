// How fast the local tenant takes SCIM, beside PyPI's scim2-server on the same requests in the same run. `make bench` runs it;
// `node tests/bench/scim.mjs --users 200 --lookups 50` is the same in small. LINTEL names the program, SCIM2_SERVER the other server;
// without that one the tenant is measured alone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startTenant } from '../peers/tenant.mjs';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '10000' },
    lookups: { type: 'string', default: '1000' },
    'at-once': { type: 'string', default: '4' },
  },
});
const [users, lookups, atOnce] = [values.users, values.lookups, values['at-once']].map(Number);
assert.ok([users, lookups, atOnce].every((number) => Number.isInteger(number) && number > 0), 'Each size is a number above 0.');
const BLOCKS = 10;
const PHASES = [
  ['created', users, create],
  ['patched', users, patch],
  ['looked up', lookups, lookUp],
];

console.log(`${users} users created, ${users} patched, ${lookups} looked up by filter; ${atOnce} requests at once`);
console.log(`load of the machine ${loadavg()[0].toFixed(1)}, ${availableParallelism()} processors`);
const servers = [await served('lintel', lintel)];
if (process.env.SCIM2_SERVER) servers.push(await served('scim2-server', scim2Server));
else console.log('SCIM2_SERVER does not say where scim2-server is: nothing to compare with.');
try {
  for (const [name, count, each] of PHASES) {
    // In turns, so that whatever else the machine does meets both.
    for (let block = 0; block < BLOCKS; block++) {
      const [from, to] = [block, block + 1].map((edge) => Math.floor((edge * count) / BLOCKS));
      for (const server of servers) await measured(server, name, from, to, each);
    }
  }
  for (const server of servers) await tell(server);
  if (servers.length > 1) compare(...servers);
} finally {
  for (const server of servers) await server.stop();
}

async function served(name, start) {
  const server = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const phases = new Map(PHASES.map(([phase, count]) => [phase, { count, seconds: 0, processor: 0 }]));
  const call = (method, path, body) => exchange(agent, `${server.base}${path}`, method, server.token, body);
  const stop = async () => {
    agent.destroy();
    await server.stop();
  };
  return { name, pid: server.pid, ids: [], phases, call, stop };
}

async function measured(server, name, from, to, each) {
  const phase = server.phases.get(name);
  const processor = await processorOf(server.pid);
  phase.seconds += await inParallel(from, to, (n) => each(server, n));
  phase.processor += (await processorOf(server.pid)) - processor;
}

async function tell({ name, pid, phases }) {
  const told = [...phases].map(
    ([phase, { count, seconds, processor }]) =>
      `${phase} in ${seconds.toFixed(1)} s (${Math.round(count / seconds)}/s, ${((1000 * processor) / count).toFixed(2)} ms of a processor each)`,
  );
  console.log(`${name}: ${told.join(', ')}; ${await memoryOf(pid)} at the end`);
}

function compare(ours, theirs) {
  for (const [member, what] of [['seconds', 'time'], ['processor', "the server's processor time"]]) {
    const total = ({ phases }) => [...phases.values()].reduce((sum, phase) => sum + phase[member], 0);
    const ratios = [...ours.phases].map(([phase, mine]) => `${phase} ${times(theirs.phases.get(phase)[member], mine[member])}`);
    console.log(`ratio of ${what}: ${ratios.join(', ')}, in all ${times(total(theirs), total(ours))}`);
  }
}

/** A server that took less than is counted has no ratio. */
function times(theirs, ours) {
  return ours > 0 ? `${(theirs / ours).toFixed(1)} times` : 'unknown';
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

async function lookUp({ call, ids }, n) {
  const wanted = Math.floor((n * users) / lookups);
  const filter = encodeURIComponent(`userName eq "user-${wanted}@harbour.example"`);
  const { status, body } = await call('GET', `/Users?filter=${filter}`);
  assert.equal(status, 200);
  assert.deepEqual([body.totalResults, body.Resources[0].id], [1, ids[wanted]]);
}

/** Runs `each` for the numbers, some of them at once, and gives the seconds that it took. */
async function inParallel(from, to, each) {
  let next = from;
  const begun = performance.now();
  const worker = async () => {
    while (next < to) await each(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - begun) / 1000;
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

/** Seconds of a processor that the process took so far. Linux counts in hundredths; elsewhere nobody is asked. */
async function processorOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const [user, system] = stat?.match(/^.*\) (.*)$/s)[1].split(' ').slice(11, 13).map(Number) ?? [0, 0];
  return (user + system) / 100;
}

/** What the process alone has in memory, and its part of what it shares. */
async function memoryOf(pid) {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = rollup.match(/^Pss:\s+(\d+)/m)?.[1];
  return kilobytes ? `${Math.round(kilobytes / 1024)} MB` : 'unknown memory';
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
