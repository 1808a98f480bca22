// A person's login through the local tenant, beside npm's openid-client and Debian's mod_auth_openidc, all at one provider: the callback
// as the browser waits for it, and whole logins, several at once.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { start } from '../../peers/process.mjs';
import { startTenant } from '../../peers/tenant.mjs';
import { hasApache, startApache } from '../apache.mjs';
import { beside, inParallel, inTurns, skipped, timeOf, told, within } from '../measure.mjs';

const AT_ONCE = 8;
const APPLICATION = 'http://localhost:9/callback';
const PEERS = ['openid-client', 'mod_auth_openidc'];

export async function run({ small }) {
  const started = [];
  const agent = new Agent({ keepAlive: true });
  const begin = async (starting) => {
    const process_ = await starting;
    started.push(process_);
    return process_;
  };
  const script = (name, ...options) => begin(start(process.execPath, [fileURLToPath(new URL(`../${name}.mjs`, import.meta.url)), ...options]));
  try {
    const provider = (await script('provider')).line;
    const tenant = await begin(startTenant());
    const parties = { tenant: await connected(tenant, provider) };
    parties['openid-client'] = (await script('openid-client', provider.issuer, provider.client_secret)).line;
    if (await hasApache()) parties.mod_auth_openidc = await begin(startApache(provider));

    const own = [];
    const answers = [];
    let keySets = 0;
    const callback = (name, party) => async (calls) => {
      const samples = [];
      for (let n = 0; n < calls; n++) {
        const back = await begun(agent, party);
        const before = await taken(agent, provider);
        const ms = await timeOf(() => ended(agent, party, back));
        samples.push(ms);
        if (name !== 'tenant') continue;
        const took = await taken(agent, provider);
        const providers = took.reduce((sum, answer) => sum + answer.ms, 0);
        keySets += [...before, ...took].filter(({ what }) => what === 'jwks').length;
        answers.push(providers);
        own.push(ms - providers);
      }
      return samples;
    };
    const of = (each) => Object.entries(parties).map(([name, party]) => ({ name, many: each(name, party) }));
    const callbacks = await inTurns(of(callback), { calls: small ? 4 : 500, blocks: small ? 2 : 10, warmUp: small ? 1 : 50 });

    const atOnce = (_, party) => async (calls) => {
      const login = async () => ended(agent, party, await begun(agent, party));
      return calls === 0 ? [] : [(await timeOf(() => inParallel(0, calls, AT_ONCE, login))) / calls];
    };
    const logins = await inTurns(of(atOnce), { calls: small ? 16 : 1000, blocks: small ? 2 : 10, warmUp: small ? 0 : 50 });

    const { logins_count } = await tenant.client.users.get('oidc|bench|ada');
    assert.ok(logins_count >= callbacks.tenant.length, `${logins_count} logins were kept`);
    const rows = [
      within("login callback, the tenant's own part", { ours: own, limit: 1 }),
      told("login callback, the provider's answers in it", { ours: answers }),
      told(`key sets read in ${own.length} logins`, { ours: [keySets], unit: 'times' }),
    ];
    for (const peer of PEERS) {
      for (const [work, samples] of [['login callback', callbacks], [`a login, ${AT_ONCE} at once: time for each`, logins]]) {
        rows.push(samples[peer] ? beside(work, { ours: samples.tenant, peer, theirs: samples[peer], atMost: 1 }) : skipped(`${work}, beside ${peer}`, 'it is not installed'));
      }
    }
    return rows;
  } finally {
    agent.destroy();
    for (const process_ of started.toReversed()) {
      await process_.stop();
      await process_.forget?.();
    }
  }
}

/** An application of the tenant, and a connection to the provider for it. */
async function connected(tenant, { issuer, client_secret }) {
  const application = await tenant.client.clients.create({ name: 'Bench', app_type: 'regular_web', callbacks: [APPLICATION] });
  const { id } = await tenant.client.connections.create({
    name: 'bench',
    strategy: 'oidc',
    options: {
      type: 'back_channel',
      client_id: 'bench-tenant',
      client_secret,
      discovery_url: `${issuer}/.well-known/openid-configuration`,
      scope: 'openid profile email',
      // As the others do.
      send_back_channel_nonce: true,
      connection_settings: { pkce: 'S256' },
    },
  });
  await tenant.client.connections.clients.update(id, [{ client_id: application.client_id, status: true }]);
  const asked = { response_type: 'code', client_id: application.client_id, redirect_uri: APPLICATION, scope: 'openid', connection: 'bench', state: 's' };
  return { login: `${tenant.url}/authorize?${new URLSearchParams(asked)}`, done: APPLICATION };
}

/** How long the provider's answers took since it was last asked. */
async function taken(agent, { issuer }) {
  return JSON.parse((await ask(agent, `${issuer}/took`)).body);
}

/** Up to the provider's answer, which the browser is to bring back. */
async function begun(agent, { login }) {
  const toProvider = await ask(agent, login);
  assert.ok(toProvider.location, `${login} sent nobody on: ${toProvider.body}`);
  const back = await ask(agent, toProvider.location);
  return { address: back.location, cookie: toProvider.cookie };
}

async function ended(agent, { done }, { address, cookie }) {
  const { location, body } = await ask(agent, address, cookie);
  assert.ok(location?.startsWith(done), `went to ${location}: ${body}`);
  assert.ok(!location.includes('error='), location);
}

function ask(agent, address, cookie) {
  return new Promise((resolve, reject) => {
    // mod_auth_openidc refuses whoever asks for no page.
    const headers = { accept: 'text/html', ...(cookie && { cookie }) };
    const sent = request(address, { agent, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text) => (body += text));
      answer.once('error', reject).once('end', () => {
        const cookies = answer.headers['set-cookie']?.map((line) => line.split(';')[0]);
        resolve({ location: answer.headers.location, cookie: cookies?.join('; '), body });
      });
    });
    sent.once('error', reject).end();
  });
}
