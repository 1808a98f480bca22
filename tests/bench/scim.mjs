// How fast the local tenant takes SCIM, beside PyPI's scim2-server on the same requests in the same run. `make bench` runs it;
// `node tests/bench/scim.mjs --users 200 --lookups 50` is the same in small. LINTEL names the program, SCIM2_SERVER the other server;
// without that one the tenant is measured alone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
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

console.log(`${users} users created, ${users} patched, ${lookups} looked up by filter; ${atOnce} requests at once`);
const ours = await measured('lintel', lintel);
const theirs = process.env.SCIM2_SERVER && (await measured('scim2-server', scim2Server));
if (theirs) {
  const total = (phases) => phases.reduce((sum, { seconds }) => sum + seconds, 0);
  const ratios = ours.map(({ name, seconds }, index) => `${name} ${ratio(theirs[index].seconds, seconds)}`);
  console.log(`ratio: ${ratios.join(', ')}, in all ${ratio(total(theirs), total(ours))}`);
} else {
  console.log('SCIM2_SERVER does not say where scim2-server is: nothing to compare with.');
}

function ratio(theirs, ours) {
  return `${(theirs / ours).toFixed(1)} times`;
}

async function measured(name, start) {
  const { base, token, pid, stop } = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const call = (method, path, body) => exchange(agent, `${base}${path}`, method, token, body);
  try {
    const ids = [];
    const phases = [
      await phase('created', users, async (n) => {
        const { status, body } = await call('POST', '/Users', user(n));
        assert.equal(status, 201, JSON.stringify(body));
        ids[n] = body.id;
      }),
      await phase('patched', users, async (n) => {
        const { status } = await call('PATCH', `/Users/${encodeURIComponent(ids[n])}`, {
          schemas: [PATCH],
          Operations: [{ op: 'replace', path: 'displayName', value: `Changed ${n}` }],
        });
        assert.ok(status === 200 || status === 204, `status ${status}`);
      }),
      await phase('looked up', lookups, async (n) => {
        const wanted = Math.floor((n * users) / lookups);
        const filter = encodeURIComponent(`userName eq "user-${wanted}@harbour.example"`);
        const { status, body } = await call('GET', `/Users?filter=${filter}`);
        assert.equal(status, 200);
        assert.deepEqual([body.totalResults, body.Resources[0].id], [1, ids[wanted]]);
      }),
    ];
    const told = phases.map(({ name, count, seconds }) => `${name} in ${seconds.toFixed(1)} s (${Math.round(count / seconds)}/s)`);
    console.log(`${name}: ${told.join(', ')}, ${await taken(pid)}`);
    return phases;
  } finally {
    agent.destroy();
    await stop();
  }
}

/** Runs `each` for 0 to `count`, some of them at once. */
async function phase(name, count, each) {
  let next = 0;
  const begun = performance.now();
  const worker = async () => {
    while (next < count) await each(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { name, count, seconds: (performance.now() - begun) / 1000 };
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

/** What the server's process took, whatever the machine and the requests' own side did meanwhile. Linux counts in hundredths. */
async function taken(pid) {
  try {
    const [, fields] = (await readFile(`/proc/${pid}/stat`, 'utf8')).match(/^.*\) (.*)$/s);
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    const processor = `${((user + system) / 100).toFixed(1)} s of a processor`;
    const [, kilobytes] = (await readFile(`/proc/${pid}/status`, 'utf8')).match(/^VmRSS:\s+(\d+)/m);
    return `${processor}, ${Math.round(kilobytes / 1024)} MB at the end`;
  } catch {
    return 'processor and memory unknown on this system';
  }
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
