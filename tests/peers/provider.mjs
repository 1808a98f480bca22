// An OpenID Provider that nobody here wrote: `oidc-provider` with one client and its own development pages, where any name and
// any password sign in.
//
//   node provider.mjs --redirect-uri http://localhost:4400/login/callback [--host 127.0.0.1] [--port 4600] [--dpop] [--jwks-uri URL]
//
// With --dpop it hands out tokens to proofs of possession alone, and wants a nonce of its own in each. With --jwks-uri its client
// authenticates by private_key_jwt, with the keys that are there.
//
// What administrators set otherwise than they meant: --client '{"scope":"openid"}' says more of the client, --clock 600 sets its clock
// ahead by seconds, --require-pkce demands PKCE, --es256 signs with ES256 alone, --basic wants the secret in the Authorization header: the
// library takes it in the body as well, so that is refused in front of it.
//
// On SIGHUP it signs with a new key, the only one in its key set.
//
// Prints one line of JSON once it listens: issuer, client_id and client_secret. Everything else goes to standard error.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

// The library greets on standard output, where the one line of JSON belongs.
console.log = console.info = console.error;
const { Provider } = await import('oidc-provider');
const { createMemoryAdapter } = await import('oidc-provider/lib/adapters/memory_adapter.js');

const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: 'localhost' },
    port: { type: 'string', default: '0' },
    dpop: { type: 'boolean', default: false },
    client: { type: 'string', default: '{}' },
    clock: { type: 'string', default: '0' },
    'require-pkce': { type: 'boolean', default: false },
    basic: { type: 'boolean', default: false },
    es256: { type: 'boolean', default: false },
    'jwks-uri': { type: 'string' },
    'redirect-uri': { type: 'string', multiple: true, default: ['http://localhost:4400/login/callback'] },
  },
});

const ahead = Number(options.clock) * 1000;
const { now } = Date;
Date.now = () => now() + ahead;

const server = createServer();
await new Promise((resolve, reject) => server.once('error', reject).listen(Number(options.port), options.host, resolve));
const issuer = `http://${options.host}:${server.address().port}`;
const client = { client_id: 'peer-client', client_secret: randomBytes(24).toString('hex') };
// Who is under way stays when the key changes.
const [cookies, adapter] = [{ keys: [randomBytes(24).toString('hex')] }, createMemoryAdapter()];
let answer = provider();
server.on('request', (request, response) => {
  response.setHeader('Date', new Date(Date.now()).toUTCString());
  if (options.basic && request.url === '/token' && !request.headers.authorization) {
    response.writeHead(401, { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Basic realm="peers"' });
    response.end(JSON.stringify({ error: 'invalid_client', error_description: 'client authentication failed' }));
  } else answer(request, response);
});
process.on('SIGHUP', () => (answer = provider()));
process.stdout.write(`${JSON.stringify({ issuer, ...client })}\n`);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

function provider() {
  return new Provider(issuer, configuration()).callback();
}

function configuration() {
  const [alg, { privateKey }] = options.es256
    ? ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })]
    : ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })];
  return {
    clients: [
      {
        ...client,
        // A web client may not use the implicit flow over http.
        application_type: 'native',
        ...authentication(),
        grant_types: ['authorization_code', 'implicit'],
        response_types: ['code', 'id_token'],
        redirect_uris: options['redirect-uri'],
        dpop_bound_access_tokens: options.dpop,
        ...(options.es256 && { id_token_signed_response_alg: 'ES256' }),
        ...JSON.parse(options.client),
      },
    ],
    features: { dPoP: { enabled: options.dpop, nonceSecret: randomBytes(32), requireNonce: () => true } },
    enabledJWA: { dPoPSigningAlgValues: ['ES256', 'ES384', 'ES512', 'Ed25519'] },
    pkce: { required: () => options['require-pkce'] },
    responseTypes: ['code', 'id_token'],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg, kid: randomBytes(8).toString('hex') }] },
    // The library refuses to fetch from this computer, where the key set of its client is.
    fetch: (url, { dispatcher: _, ...request }) => fetch(url, request),
    cookies,
    adapter,
    // Claims by scope in the ID token too, not at userinfo only.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'given_name'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  };
}

function authentication() {
  const jwks_uri = options['jwks-uri'];
  if (!jwks_uri) return { token_endpoint_auth_method: 'client_secret_post' };
  return { token_endpoint_auth_method: 'private_key_jwt', jwks_uri };
}

function claimsOf(id) {
  return { sub: id, name: `${id} of the peers`, given_name: id, email: `${id}@example.test`, email_verified: true };
}
