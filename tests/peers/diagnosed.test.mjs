// A provider that nobody here wrote, set up in ten ways in which administrators do it: each sign-in says what is wrong.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { start } from './process.mjs';
import { startTenant } from './tenant.mjs';

const callback = 'http://localhost:3000/callback';
let tenant, application;
const started = [];

before(async () => {
  tenant = await startTenant();
  application = await tenant.client.clients.create({ name: 'Peer', app_type: 'regular_web', callbacks: [callback] });
});

after(async () => {
  const ended = await Promise.allSettled([tenant, ...started].map((process_) => process_?.stop()));
  await tenant?.forget();
  for (const { reason } of ended) if (reason) throw reason;
});

const back = { type: 'back_channel' };
const front = { type: 'front_channel' };

/** What is set otherwise at the provider and on the connection, and what the sign-in says. */
const faults = {
  'a wrong secret': { connection: { ...back, client_secret: 'not the secret of this client' }, says: 'client-rejected' },
  'HTTP Basic alone': { provider: ['--basic'], connection: back, says: 'client-rejected' },
  'no implicit grant': {
    provider: client({ grant_types: ['authorization_code'], response_types: ['code'] }), connection: front, says: 'flow-not-allowed',
  },
  'ES256 alone': { provider: ['--es256'], connection: { ...back, id_token_signed_response_algs: ['RS256'] }, says: 'id-token-algorithm' },
  'a clock that is ten minutes ahead': { provider: ['--clock', '600'], connection: back, says: 'id-token-issued-at' },
  'PKCE demanded': { provider: ['--require-pkce'], connection: { ...back, connection_settings: { pkce: 'disabled' } }, says: 'pkce-refused' },
  'a scope that is refused': { provider: client({ scope: 'openid profile' }), connection: back, says: 'scope-refused' },
  'consent denied': { connection: back, denies: true, says: 'consent-declined' },
};

for (const [name, { provider = [], connection, denies = false, says }] of Object.entries(faults)) {
  test(name, async () => {
    const browser = await opened(name, await startProvider(provider), connection);
    const { searchParams: answer } = await browser.end(denies);
    assert.equal(answer.get('error'), denies ? 'access_denied' : answer.get('error'));
    assert.match(answer.get('error_description'), new RegExp(`\\b${says}\\b`), answer.get('error_description'));
    assert.equal(answer.get('code'), null);
  });
}

test('a callback that is not registered stops at the provider, by its name', async () => {
  const { line } = await startProvider([], `${tenant.url}/callback`);
  const { page } = await opened('wrong-callback', { line }, back);
  assert.equal(page.status, 400);
  assert.match(page.html, /redirect_uri/);
});

test('keys that are rotated while the person is there do no harm', async () => {
  const provider = await startProvider([]);
  const browser = await opened('rotated', provider, back);
  const kid = async () => (await (await fetch(`${provider.line.issuer}/jwks`)).json()).keys[0].kid;
  const before_ = await kid();
  provider.signal('SIGHUP');
  while ((await kid()) === before_) await setTimeout(20);
  const { searchParams: answer } = await browser.end(false);
  assert.equal(answer.get('error'), null, answer.get('error_description'));
  assert.ok(answer.get('code'));
});

function client(more) {
  return ['--client', JSON.stringify(more)];
}

async function startProvider(options, redirect = `${tenant.url}/login/callback`) {
  const process_ = await start(process.execPath, ['provider.mjs', '--redirect-uri', redirect, ...options]);
  started.push(process_);
  return process_;
}

/** A connection to the provider, and a browser at its login page. */
async function opened(title, { line: { issuer, client_id, client_secret } }, options) {
  const name = title.toLowerCase().replaceAll(' ', '-');
  const usual = { client_id, client_secret, discovery_url: `${issuer}/.well-known/openid-configuration`, scope: 'openid profile email' };
  const { id } = await tenant.client.connections.create({ name, strategy: 'oidc', options: { ...usual, ...options } });
  await tenant.client.connections.clients.update(id, [{ client_id: application.client_id, status: true }]);
  const browser = new Browser(callback);
  const url = new URL(`${tenant.url}/authorize`);
  const request = { response_type: 'code', client_id: application.client_id, redirect_uri: callback, scope: 'openid', connection: name, state: 's' };
  url.search = new URLSearchParams(request);
  let page = await browser.open(url);
  return {
    page,
    /** Through the provider's pages to the application. */
    async end(denies) {
      if (page.html) page = await browser.submit(page, { login: 'ada', password: 'any' });
      if (denies) page = await browser.follow(page, /href="([^"]*\/abort)"/);
      while (page.html) {
        assert.equal(page.status, 200, page.html);
        page = await browser.submit(page);
      }
      return page.url;
    },
  };
}
