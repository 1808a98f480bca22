// The life of a connection, as Auth0's client for Node has it: version 7, or 4, which answers with `data` and has the calls of a
// connection beside each other. Trust in the tenant's authority comes from NODE_EXTRA_CA_CERTS.
//
//   node life.mjs auth0|auth0-4
//
// DOMAIN, CLIENT_ID and CLIENT_SECRET are of the environment. Prints what it saw, as JSON.
const [, , client] = process.argv;
const { ManagementClient } = await import(client);
const { DOMAIN: domain, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, APPLICATION: application, CONNECTION } = process.env;
const { connections } = new ManagementClient({ domain, clientId, clientSecret });
const body = JSON.parse(CONNECTION);
const changed = { options: { ...body.options, scope: 'openid profile' } };
const enable = [{ client_id: application, status: true }];
const keyed = {
  options: { ...body.options, token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'RS256' },
};

const status = (error) => error.statusCode;
const missing = (promise) => promise.then(() => 'there', status);

const seven = async () => {
  const { id } = await connections.create(body);
  const listed = [];
  for await (const connection of await connections.list({ strategy: ['oidc'] })) listed.push(connection.id);
  const read = await connections.get(id);
  const updated = await connections.update(id, changed);
  await connections.clients.update(id, enable);
  const enabled = [];
  for await (const { client_id } of await connections.clients.get(id)) enabled.push(client_id);
  const scim = await connections.scimConfiguration.create(id);
  const scimRead = await connections.scimConfiguration.get(id);
  await connections.update(id, keyed);
  const keys = await connections.keys.get(id);
  const rotated = await connections.keys.rotate(id);
  const online = await missing(connections.checkStatus(id));
  await connections.delete(id);
  const gone = await missing(connections.get(id));
  return { id, listed, read, updated, enabled, scim, scimRead, keys, rotated, online, gone };
};

const four = async () => {
  const { id } = (await connections.create(body)).data;
  const listed = (await connections.getAll({ strategy: ['oidc'] })).data.map((connection) => connection.id);
  const read = (await connections.get({ id })).data;
  const updated = (await connections.update({ id }, changed)).data;
  await connections.updateEnabledClients({ id }, enable);
  const enabled = (await connections.getEnabledClients({ id })).data.clients.map((client) => client.client_id);
  const scim = (await connections.createScimConfiguration({ id }, {})).data;
  const scimRead = (await connections.getScimConfiguration({ id })).data;
  await connections.update({ id }, keyed);
  const keys = (await connections.getKeys({ id })).data;
  const rotated = (await connections.rotateKeys({ id })).data;
  const online = await missing(connections.checkStatus({ id }));
  await connections.delete({ id });
  const gone = await missing(connections.get({ id }));
  return { id, listed, read, updated, enabled, scim, scimRead, keys, rotated, online, gone };
};

process.stdout.write(JSON.stringify(await (client === 'auth0' ? seven() : four())));
