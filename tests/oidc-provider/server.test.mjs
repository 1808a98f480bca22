import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const callback = 'http://localhost:4400/login/callback';
let process_, provider, metadata;

before(async () => {
  const script = fileURLToPath(new URL('server.mjs', import.meta.url));
  process_ = spawn(process.execPath, [script, '--redirect-uri', callback], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: process_.stdout })) {
    provider = JSON.parse(line);
    break;
  }
  metadata = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
});

after(() => process_.kill());

test('a code becomes an ID token with name and e-mail address', async () => {
  const response = await signIn({ response_type: 'code', login: 'ada' });
  const back = new URL(response.headers.get('location'));
  assert.equal(back.origin + back.pathname, callback);
  assert.equal(back.searchParams.get('state'), 'a-state');
  assert.equal(back.searchParams.get('iss'), provider.issuer);

  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code'),
    redirect_uri: callback,
    client_id: provider.client_id,
    client_secret: provider.client_secret,
  });
  const tokens = await (await fetch(metadata.token_endpoint, { method: 'POST', body })).json();
  assert.ok(tokens.id_token, JSON.stringify(tokens));
  const claims = await verified(tokens.id_token);
  assert.equal(claims.sub, 'ada');
  assert.equal(claims.nonce, 'a-nonce');
  assert.equal(claims.email, 'ada@example.test');
  assert.equal(claims.name, 'ada');

  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const userinfo = await (await fetch(metadata.userinfo_endpoint, { headers })).json();
  assert.equal(userinfo.sub, 'ada');
});

test('an ID token is posted to the client', async () => {
  const response = await signIn({ response_type: 'id_token', response_mode: 'form_post', login: 'grace@acme.example' });
  assert.equal(response.status, 200);
  const page = await response.text();
  assert.match(page, new RegExp(`action="${callback}"`));
  const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  assert.equal(field('state'), 'a-state');
  const claims = await verified(field('id_token'));
  assert.equal(claims.sub, 'grace@acme.example');
  assert.equal(claims.nonce, 'a-nonce');
  assert.equal(claims.email, 'grace@acme.example');
});

test('cancelling is access_denied', async () => {
  const response = await signIn({ response_type: 'code', cancel: 'true' });
  assert.equal(new URL(response.headers.get('location')).searchParams.get('error'), 'access_denied');
});

// Goes through the interaction as a browser would: every redirect and every cookie.
async function signIn({ login, cancel, ...request }) {
  const cookies = new Map();
  const go = async (url, options = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...options, headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    return response;
  };
  const query = new URLSearchParams({
    client_id: provider.client_id,
    redirect_uri: callback,
    scope: 'openid profile email',
    state: 'a-state',
    nonce: 'a-nonce',
    ...request,
  });
  let response = await go(`${metadata.authorization_endpoint}?${query}`);
  const interaction = new URL(response.headers.get('location'), provider.issuer);
  assert.match(await (await go(interaction)).text(), /User name/);
  const body = new URLSearchParams(cancel ? { cancel } : { login });
  response = await go(interaction, { method: 'POST', body });
  while (response.headers.get('location')?.startsWith(provider.issuer)) response = await go(response.headers.get('location'));
  return response;
}

async function verified(token) {
  const [header, claims, signature] = token.split('.');
  const decode = (part) => JSON.parse(Buffer.from(part, 'base64url'));
  const { keys } = await (await fetch(metadata.jwks_uri)).json();
  const key = createPublicKey({ key: keys.find((key) => key.kid === decode(header).kid), format: 'jwk' });
  assert.ok(verify('RSA-SHA256', `${header}.${claims}`, key, Buffer.from(signature, 'base64url')));
  assert.equal(decode(claims).iss, provider.issuer);
  assert.equal(decode(claims).aud, provider.client_id);
  return decode(claims);
}
