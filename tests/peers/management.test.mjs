// Auth0's own client does with the tenant what an integrator does.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Management } from 'auth0';
import { start } from './process.mjs';
import { all, startTenant } from './tenant.mjs';

let tenant, provider;

before(async () => {
  tenant = await startTenant();
  provider = await start(process.execPath, ['provider.mjs', '--redirect-uri', `${tenant.url}/login/callback`]);
});

after(async () => {
  const ended = await Promise.allSettled([tenant?.stop(), provider?.stop()]);
  await tenant?.forget();
  for (const { reason } of ended) if (reason) throw reason;
});

for (const type of ['front_channel', 'back_channel']) {
  test(`a ${type} connection is created, listed, read, changed and deleted`, async () => {
    const { connections } = tenant.client;
    const { issuer, client_id, client_secret } = provider.line;
    const name = type.replace('_', '-');
    const created = await connections.create({
      name,
      strategy: 'oidc',
      options: { type, client_id, client_secret, discovery_url: `${issuer}/.well-known/openid-configuration`, scope: 'openid email' },
    });
    assert.match(created.id, /^con_/);
    assert.equal(created.options.issuer, issuer);
    assert.equal(created.options.token_endpoint, `${issuer}/token`);

    const listed = async () => (await all(connections.list({ strategy: ['oidc'] }))).map((connection) => connection.id);
    assert.ok((await listed()).includes(created.id));
    const read = await connections.get(created.id);
    assert.deepEqual(read.options, created.options);

    // The tenant replaces options whole, so everything that was read goes back, schema_version aside, which is its own.
    const { schema_version: _, ...options } = { ...read.options, scope: 'openid profile', not_declared: { kept: [1] } };
    const updated = await connections.update(created.id, { display_name: 'Peer', options });
    assert.equal(updated.options.scope, 'openid profile');
    assert.equal(updated.options.client_secret, client_secret);
    const again = await connections.get(created.id);
    assert.equal(again.display_name, 'Peer');
    assert.deepEqual(again.options.not_declared, { kept: [1] });

    await connections.delete(created.id);
    await assert.rejects(connections.get(created.id), Management.NotFoundError);
    assert.ok(!(await listed()).includes(created.id));
  });
}

test('an application is created, and a connection switched on and off for it', async () => {
  const { clients, connections } = tenant.client;
  const application = await clients.create({
    name: 'Peer application',
    app_type: 'regular_web',
    callbacks: ['http://localhost:3000/callback'],
  });
  assert.ok(application.client_secret);
  assert.equal((await clients.get(application.client_id)).name, 'Peer application');
  assert.ok((await all(clients.list())).some((client) => client.client_id === application.client_id));

  const { issuer, client_id } = provider.line;
  const discovery_url = `${issuer}/.well-known/openid-configuration`;
  const { id } = await connections.create({ name: 'switched', strategy: 'oidc', options: { client_id, discovery_url } });
  const enabled = async () => (await all(connections.clients.get(id))).map((client) => client.client_id);
  assert.deepEqual(await enabled(), []);
  await connections.clients.update(id, [{ client_id: application.client_id, status: true }]);
  assert.deepEqual(await enabled(), [application.client_id]);
  await connections.clients.update(id, [{ client_id: application.client_id, status: false }]);
  assert.deepEqual(await enabled(), []);
  await connections.delete(id);
});

test('the keys of a connection are made before they are needed, read and rotated', async () => {
  const { connections } = tenant.client;
  const { issuer, client_id } = provider.line;
  const options = { type: 'back_channel', client_id, discovery_url: `${issuer}/.well-known/openid-configuration` };
  const { id } = await connections.create({ name: 'keyed', strategy: 'oidc', options });
  const made = await connections.keys.create(id, { signing_alg: 'ES256' });
  assert.deepEqual(made.map(({ algorithm }) => algorithm), ['ES256', 'ES256']);
  await assert.rejects(connections.keys.create(id), Management.ConflictError);
  await assert.rejects(connections.keys.rotate(id), Management.BadRequestError);
  const token_endpoint_auth = { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256' };
  await connections.update(id, { options: { ...options, ...token_endpoint_auth } });
  assert.deepEqual(await connections.keys.get(id), made);
  const next = await connections.keys.rotate(id, { signing_alg: 'ES256' });
  const states = (await connections.keys.get(id)).map(({ kid, current, next, previous }) => ({ kid, current, next, previous }));
  const none = { current: undefined, next: undefined, previous: undefined };
  assert.deepEqual(states, [
    { ...none, kid: made[1].kid, current: true },
    { ...none, kid: made[0].kid, previous: true },
    { ...none, kid: next.kid, next: true },
  ]);
  // A certificate that OpenSSL reads and verifies.
  const [{ cert, fingerprint, subject_dn }] = await connections.keys.get(id);
  const certificate = new X509Certificate(cert);
  assert.equal(certificate.fingerprint, fingerprint);
  assert.equal(`/${certificate.subject}`, subject_dn);
  assert.ok(certificate.verify(certificate.publicKey));
  await connections.delete(id);
});

test('a custom domain is added, found and removed', async () => {
  const { customDomains } = tenant.client;
  const domain = 'login.localhost';
  const { custom_domain_id: id } = await customDomains.create({ domain, type: 'self_managed_certs' });
  assert.equal((await customDomains.get(id)).status, 'ready');
  assert.deepEqual((await customDomains.list()).map((item) => item.domain), [domain]);
  await assert.rejects(customDomains.create({ domain, type: 'self_managed_certs' }), Management.ConflictError);
  await assert.rejects(customDomains.create({ domain: 'login.example.com', type: 'self_managed_certs' }), Management.BadRequestError);
  await customDomains.delete(id);
  await assert.rejects(customDomains.get(id), Management.NotFoundError);
});

test('an application is changed and deleted', async () => {
  const { clients } = tenant.client;
  const { client_id } = await clients.create({ name: 'Short-lived', app_type: 'spa' });
  const changed = await clients.update(client_id, { name: 'Renamed', callbacks: ['http://localhost:3000/callback'] });
  assert.deepEqual([changed.name, changed.app_type], ['Renamed', 'spa']);
  await clients.delete(client_id);
  await assert.rejects(clients.get(client_id), Management.NotFoundError);
  await assert.rejects(clients.delete(tenant.client_id), Management.BadRequestError);
});

test('what the tenant refuses is the error that the client has a name for', async () => {
  const { connections } = tenant.client;
  const { issuer, client_id } = provider.line;
  const connection = (name) => ({
    name,
    strategy: 'oidc',
    options: { client_id, discovery_url: `${issuer}/.well-known/openid-configuration` },
  });
  const { id } = await connections.create(connection('taken'));
  await assert.rejects(connections.create(connection('taken')), Management.ConflictError);
  await assert.rejects(connections.create(connection('two--hyphens')), Management.BadRequestError);
  await assert.rejects(connections.get('con_0000000000000000'), Management.NotFoundError);
  await connections.delete(id);
});
