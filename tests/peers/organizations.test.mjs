// Auth0's own client runs organizations as an integrator does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Management } from 'auth0';
import { all, startTenant } from './tenant.mjs';

let tenant, connection;

before(async () => {
  tenant = await startTenant();
  const endpoints = { issuer: 'https://idp.example', authorization_endpoint: 'https://idp.example/authorize', jwks_uri: 'https://idp.example/jwks' };
  const options = { type: 'front_channel', client_id: 'peer', scope: 'openid', ...endpoints };
  connection = await tenant.client.connections.create({ name: 'acme-sso', strategy: 'oidc', options });
});

after(async () => {
  const ended = await Promise.allSettled([tenant?.stop()]);
  await tenant?.forget();
  for (const { reason } of ended) if (reason) throw reason;
});

test('an organization is created, found by ID and name, listed, changed and deleted', async () => {
  const { organizations } = tenant.client;
  const created = await organizations.create({ name: 'acme', display_name: 'Acme Corp', metadata: { plan: 'gold' } });
  assert.match(created.id, /^org_/);
  assert.equal((await organizations.get(created.id)).display_name, 'Acme Corp');
  assert.equal((await organizations.getByName('acme')).id, created.id);
  assert.ok((await all(organizations.list())).some((one) => one.id === created.id));
  const changed = await organizations.update(created.id, { display_name: 'Acme', metadata: { seats: '9' } });
  assert.deepEqual([changed.display_name, changed.metadata], ['Acme', { plan: 'gold', seats: '9' }]);
  await assert.rejects(organizations.create({ name: 'acme' }), Management.ConflictError);
  await organizations.delete(created.id);
  await assert.rejects(organizations.get(created.id), Management.NotFoundError);
});

test('a connection is enabled for an organization, switched and disabled', async () => {
  const { organizations } = tenant.client;
  const enabled_connections = [{ connection_id: connection.id, assign_membership_on_login: true }];
  const { id } = await organizations.create({ name: 'switched', enabled_connections });
  const { enabledConnections } = organizations;
  const read = await enabledConnections.get(id, connection.id);
  assert.deepEqual([read.assign_membership_on_login, read.show_as_button], [true, true]);
  assert.equal(read.connection.name, 'acme-sso');
  await enabledConnections.update(id, connection.id, { show_as_button: false });
  const [listed] = await all(enabledConnections.list(id));
  assert.deepEqual([listed.connection_id, listed.show_as_button], [connection.id, false]);
  await enabledConnections.delete(id, connection.id);
  assert.deepEqual(await all(enabledConnections.list(id)), []);
  await enabledConnections.add(id, { connection_id: connection.id });
  await organizations.delete(id);
});

test('members are listed, and who is no user is refused', async () => {
  const { organizations, users } = tenant.client;
  const { id } = await organizations.create({ name: 'people' });
  await assert.rejects(organizations.members.create(id, { members: ['oidc|acme-sso|nobody'] }), Management.BadRequestError);
  assert.deepEqual(await all(organizations.members.list(id)), []);
  await organizations.members.delete(id, { members: ['oidc|acme-sso|nobody'] });
  await assert.rejects(users.organizations.list('oidc|acme-sso|nobody'), Management.NotFoundError);
  await organizations.delete(id);
});
