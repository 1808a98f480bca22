// Auth0's own clients, the newest and the one before, configure inbound SCIM at the tenant and swap its tokens.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Management } from 'auth0';
import { ManagementClient as LegacyClient } from 'auth0/legacy';
import { all, startTenant } from './tenant.mjs';

const PAIRS = [
  { scim: 'userName', auth0: 'preferred_username' },
  { scim: 'emails[type eq "work"].value', auth0: 'email' },
];
const DAY = 86_400;

let tenant, legacy;

before(async () => {
  tenant = await startTenant();
  legacy = new LegacyClient({
    domain: new URL(tenant.url).host,
    clientId: tenant.client_id,
    clientSecret: tenant.client_secret,
    audience: tenant.audience,
    retry: { enabled: false },
    fetch: (address, init) => fetch(String(address).replace(/^https:/, 'http:'), init),
  });
});

after(async () => {
  await tenant?.stop();
  await tenant?.forget();
});

/** A connection with its endpoints: nothing is fetched for it. */
async function connection(name) {
  const { id } = await tenant.client.connections.create({
    name,
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
  return id;
}

function holdToken(made, scopes) {
  assert.match(made.token_id, /^tok_[A-Za-z0-9]{16}$/);
  assert.match(made.token.slice(made.token_id.length), /^\.[0-9a-f]{64}$/);
  assert.deepEqual(made.scopes, scopes);
  assert.equal(Date.parse(made.valid_until) - Date.parse(made.created_at), DAY * 1000);
}

test('the newest client makes, reads, changes and deletes a configuration', async () => {
  const { scimConfiguration } = tenant.client.connections;
  const id = await connection('newest');
  await assert.rejects(scimConfiguration.get(id), Management.NotFoundError);
  const made = await scimConfiguration.create(id);
  assert.equal(made.user_id_attribute, 'externalId');
  assert.deepEqual((await scimConfiguration.getDefaultMapping(id)).mapping, made.mapping);
  await assert.rejects(scimConfiguration.create(id), Management.BadRequestError);
  const changed = await scimConfiguration.update(id, { user_id_attribute: 'userName', mapping: PAIRS });
  assert.deepEqual(changed.mapping, PAIRS);
  assert.equal(changed.created_at, made.created_at);
  assert.deepEqual(await scimConfiguration.get(id), changed);
  assert.ok((await all(scimConfiguration.list({ take: 1 }))).some((listed) => listed.connection_id === id));
  await scimConfiguration.delete(id);
  await scimConfiguration.delete(id);
  await assert.rejects(scimConfiguration.get(id), Management.NotFoundError);
  assert.deepEqual(await all(tenant.client.connections.directoryProvisioning.list()), []);
  assert.deepEqual((await tenant.client.logs.list({ per_page: 5 })).data, []);
});

test('the newest client swaps tokens', async () => {
  const { scimConfiguration } = tenant.client.connections;
  const id = await connection('newest-tokens');
  await scimConfiguration.create(id);
  const scopes = ['get:users', 'post:users'];
  const old = await scimConfiguration.tokens.create(id, { scopes, token_lifetime: DAY });
  holdToken(old, scopes);
  const next = await scimConfiguration.tokens.create(id, { scopes });
  await assert.rejects(scimConfiguration.tokens.create(id, { scopes }), Management.ConflictError);
  await scimConfiguration.tokens.delete(id, old.token_id);
  const listed = await scimConfiguration.tokens.get(id);
  assert.deepEqual(listed.map(({ token_id, token }) => ({ token_id, token })), [{ token_id: next.token_id, token: undefined }]);
});

test('the client before it does the same', async () => {
  const { connections } = legacy;
  const id = await connection('before');
  const status = (wanted) => (error) => error.statusCode === wanted;
  await assert.rejects(connections.getScimConfiguration({ id }), status(404));
  const { data: made } = await connections.createScimConfiguration({ id }, null);
  const { data: defaults } = await connections.getDefaultScimMapping({ id });
  assert.deepEqual(defaults.mapping, made.mapping);
  const { data: changed } = await connections.updateScimConfiguration({ id }, { user_id_attribute: 'userName', mapping: PAIRS });
  assert.deepEqual((await connections.getScimConfiguration({ id })).data, changed);
  const scopes = ['get:users'];
  const { data: token } = await connections.createScimToken({ id }, { scopes, token_lifetime: DAY });
  holdToken(token, scopes);
  await assert.rejects(connections.createScimToken({ id }, { scopes, token_lifetime: 900 }), status(400));
  assert.deepEqual((await connections.getScimTokens({ id })).data.map(({ token_id }) => token_id), [token.token_id]);
  await connections.deleteScimToken({ id, tokenId: token.token_id });
  assert.deepEqual((await connections.getScimTokens({ id })).data, []);
  await connections.deleteScimConfiguration({ id });
  await assert.rejects(connections.getScimConfiguration({ id }), status(404));
});
