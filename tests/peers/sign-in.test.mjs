// A person signs in to an application through the tenant, at a provider that nobody here wrote.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Management } from 'auth0';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Browser } from './browser.mjs';
import { start } from './process.mjs';
import { all, startTenant } from './tenant.mjs';

const callback = 'http://localhost:3000/callback';
const started = [];
/** What the tenant must not log. */
const secrets = new Set();
let tenant, application, provider, providerOnAnotherSite, providerWithDpop, providerWithKeys;

before(async () => {
  tenant = await startTenant({ LINTEL_LOG: 'trace' });
  const startProvider = async (host, ...options) => {
    const redirect = `${tenant.url}/login/callback`;
    const process_ = await start(process.execPath, ['provider.mjs', '--host', host, '--redirect-uri', redirect, ...options]);
    started.push(process_);
    secrets.add(process_.line.client_secret);
    return process_.line;
  };
  provider = await startProvider('localhost');
  // Two ports of localhost are one site. 127.0.0.1 is another, as every provider in the world is.
  providerOnAnotherSite = await startProvider('127.0.0.1');
  providerWithDpop = await startProvider('localhost', '--dpop');
  providerWithKeys = await startProvider('localhost', '--jwks-uri', `${tenant.url}/oauth/connection/by-key/.well-known/jwks.json`);
  application = await tenant.client.clients.create({ name: 'Peer', app_type: 'regular_web', callbacks: [callback] });
  for (const secret of [tenant.key, tenant.client_secret, application.client_secret]) secrets.add(secret);
});

// Ends everything; what was logged until then is looked at here, because the last of it is written at the end.
after(async () => {
  const ended = await Promise.allSettled([tenant, ...started].map((process_) => process_?.stop()));
  try {
    for (const { reason } of ended) if (reason) throw reason;
    const log = await tenant.log();
    assert.match(log, /signed in/, 'the log holds the sign-ins');
    for (const secret of [...secrets, ...tenant.tokens]) {
      assert.ok(secret.length >= 6 && !log.includes(secret), `the log shows a secret: ${secret}`);
    }
    // The provider's tokens go past the browser, to the tenant alone.
    assert.doesNotMatch(log, /eyJ[\w-]+\.eyJ/, 'the log shows a token');
  } finally {
    await tenant?.forget();
  }
});

test('over the back channel', async () => {
  await connect('back', provider, { type: 'back_channel' });
  const { browser, claims } = await signedIn('back', 'ada');
  assert.equal(claims.email, 'ada@example.test');
  assert.ok(!browser.visited.includes('POST localhost/login/callback'), 'the code came in the query');
});

test('over the front channel, from another site', async () => {
  await connect('front', providerOnAnotherSite, { type: 'front_channel' });
  const { browser } = await signedIn('front', 'grace');
  const callbacks = browser.visited.filter((request) => request.endsWith('localhost/login/callback'));
  assert.deepEqual(callbacks, ['POST localhost/login/callback', 'GET localhost/login/callback']);
});

for (const dpop_signing_alg of ['ES256', 'ES384', 'ES512', 'Ed25519']) {
  test(`with proofs of possession by ${dpop_signing_alg}, at the token endpoint and at userinfo`, async () => {
    const name = `dpop-${dpop_signing_alg.toLowerCase()}`;
    const attributes = { email: '${context.userinfo.email}', given_name: '${context.userinfo.given_name}' };
    const attribute_map = { mapping_mode: 'use_map', attributes };
    await connect(name, providerWithDpop, { type: 'back_channel', dpop_signing_alg, attribute_map });
    const { claims } = await signedIn(name, 'ada');
    assert.equal(claims.email, 'ada@example.test');
    assert.equal(claims.given_name, 'ada');
  });
}

test('by the key of the connection, before and after its rotation', async () => {
  const { client_secret: _, ...withoutSecret } = providerWithKeys;
  const id = await connect('by-key', withoutSecret, { type: 'back_channel', token_endpoint_auth_method: 'private_key_jwt' });
  await signedIn('by-key', 'ada');
  const { keys } = tenant.client.connections;
  const [current, next] = await keys.get(id);
  assert.deepEqual([current.current, next.next], [true, true]);
  const newest = await keys.rotate(id);
  const published = await (await fetch(`${tenant.url}/oauth/connection/by-key/.well-known/jwks.json`)).json();
  assert.deepEqual(published.keys.map(({ kid }) => kid), [next.kid, newest.kid]);
  // The provider has known the next key since it read the set.
  await signedIn('by-key', 'grace');
});

test('a provider that demands proofs refuses who brings none', async () => {
  await connect('no-proof', providerWithDpop, { type: 'back_channel' });
  const { answer } = await signIn('no-proof', 'eve');
  assert.equal(answer.get('error'), 'server_error');
});

test('over the back channel with a nonce and parameters of the application', async () => {
  const upstream_params = { ui_locales: { value: 'en' }, login_hint: { alias: 'login_hint' } };
  await connect('profile', provider, {
    type: 'back_channel', send_back_channel_nonce: true, id_token_signed_response_algs: ['RS256'], upstream_params,
  });
  await signedIn('profile', 'alan');
});

test('the users of a connection are listed', async () => {
  await connect('listed', provider, { type: 'back_channel' });
  await signedIn('listed', 'alan');
  await signedIn('listed', 'barbara');
  const users = await all(tenant.client.users.list({ q: 'identities.connection:"listed"', search_engine: 'v3' }));
  assert.deepEqual(users.map((user) => user.user_id).sort(), ['oidc|listed|alan', 'oidc|listed|barbara']);
});

test('a wrong client secret is an error at the application, and nobody is signed in', async () => {
  const wrong = 'not the secret of this client';
  secrets.add(wrong);
  await connect('wrong-secret', provider, { type: 'back_channel', client_secret: wrong });
  const { answer } = await signIn('wrong-secret', 'eve');
  assert.equal(answer.get('error'), 'server_error');
  assert.match(answer.get('error_description'), /client-rejected/);
  assert.equal(answer.get('code'), null);
  await assert.rejects(tenant.client.users.get('oidc|wrong-secret|eve'), Management.NotFoundError);
});

test('who cancels at the provider is refused at the application', async () => {
  await connect('cancelled', provider, { type: 'back_channel' });
  const browser = new Browser(callback);
  const { url, state } = authorization('cancelled');
  const back = await browser.follow(await browser.open(url), /href="([^"]*\/abort)"/);
  assert.equal(back.url.searchParams.get('error'), 'access_denied');
  assert.equal(back.url.searchParams.get('state'), state);
});

// One provider each: its keys are not read once more within ten seconds.
for (const [at, type] of ['back_channel', 'front_channel'].entries()) {
  test(`with keys that the provider changes while the person is there, over ${type}`, async () => {
    const { line, signal } = started[at];
    const kid = async () => (await (await fetch(`${line.issuer}/jwks`)).json()).keys[0].kid;
    const name = `rotating-${type.replace('_', '-')}`;
    await connect(name, line, { type });
    await signedIn(name, 'ada', async () => {
      const before = await kid();
      signal('SIGHUP');
      while ((await kid()) === before) await setTimeout(20);
    });
    await signedIn(name, 'grace');
  });
}

/** A connection to the provider, enabled for the application; its ID. */
async function connect(name, { issuer, client_id, client_secret }, options) {
  const discovery_url = `${issuer}/.well-known/openid-configuration`;
  const usual = { client_id, client_secret, discovery_url, scope: 'openid profile email' };
  const { id } = await tenant.client.connections.create({ name, strategy: 'oidc', options: { ...usual, ...options } });
  await tenant.client.connections.clients.update(id, [{ client_id: application.client_id, status: true }]);
  return id;
}

/** Signs in, redeems the code, verifies the ID token and finds the user. */
async function signedIn(connection, login, meanwhile) {
  const { answer, browser, nonce, state, verifier } = await signIn(connection, login, meanwhile);
  assert.equal(answer.get('error'), null, answer.get('error_description'));
  assert.equal(answer.get('state'), state);
  assert.equal(answer.get('iss'), `${tenant.url}/`);
  const tokens = await redeem(answer.get('code'), verifier);
  const keys = createRemoteJWKSet(new URL(`${tenant.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(tokens.id_token, keys, {
    issuer: `${tenant.url}/`,
    audience: application.client_id,
    algorithms: ['RS256'],
  });
  assert.equal(payload.nonce, nonce);
  assert.equal(payload.sub, `oidc|${connection}|${login}`);
  const user = await tenant.client.users.get(payload.sub);
  assert.equal(user.user_id, payload.sub);
  assert.equal(user.identities[0].connection, connection);
  return { browser, claims: payload };
}

/** From the application through the provider's pages, for login and for consent, to the application's callback. `meanwhile` comes to
 * pass while the login page is open. */
async function signIn(connection, login, meanwhile) {
  const browser = new Browser(callback);
  const { url, ...request } = authorization(connection);
  const password = randomBytes(12).toString('hex');
  const asked = await browser.open(url);
  await meanwhile?.();
  let page = await browser.submit(asked, { login, password });
  // Consent, and over the front channel the page that posts itself.
  while (page.html) {
    assert.equal(page.status, 200, page.html);
    page = await browser.submit(page);
  }
  for (const secret of browser.secrets) secrets.add(secret);
  return { answer: page.url.searchParams, browser, ...request };
}

function authorization(connection) {
  const random = () => randomBytes(32).toString('base64url');
  const [state, nonce, verifier] = [random(), random(), random()];
  secrets.add(verifier);
  const url = new URL(`${tenant.url}/authorize`);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: application.client_id,
    redirect_uri: callback,
    scope: 'openid profile email',
    connection,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { url, state, nonce, verifier };
}

async function redeem(code, code_verifier) {
  const { client_id, client_secret } = application;
  const form = { grant_type: 'authorization_code', client_id, client_secret, code, redirect_uri: callback, code_verifier };
  const response = await fetch(`${tenant.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
  const tokens = await response.json();
  assert.equal(response.status, 200, JSON.stringify(tokens));
  secrets.add(tokens.id_token).add(tokens.access_token);
  return tokens;
}
