// An OpenID Provider that is quick, so that what is measured beside it is who signs in there: everybody is signed in at once, ID tokens
// are signed before their codes are handed out, and /took tells how long its answers took since it was last asked.
//
//   node provider.mjs
//
// Prints one line of JSON once it listens: issuer and client_secret. Any client ID is a client's.
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const client_secret = randomBytes(24).toString('hex');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const kid = randomBytes(8).toString('hex');
const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid }] });
/** The token response of each code. */
const codes = new Map();
let took = [];

const server = createServer((request, response) => {
  const begun = performance.now();
  const { pathname, searchParams } = new URL(request.url, issuer);
  const answer = (status, headers, body = '') => response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  const json = (body, status = 200) => answer(status, { 'content-type': 'application/json' }, body);
  const timed = (what) => response.once('finish', () => took.push({ what, ms: performance.now() - begun }));
  if (pathname === '/authorize') return answer(302, { location: authorized(searchParams) });
  if (pathname === '/jwks') return timed('jwks') && json(jwks);
  if (pathname === '/.well-known/openid-configuration') return timed('configuration') && json(configuration());
  if (pathname === '/took') return json(JSON.stringify(took)) && (took = []);
  if (pathname !== '/token') return answer(404, {});
  timed('token');
  let form = '';
  request.setEncoding('utf8').on('data', (text) => (form += text));
  request.on('end', () => {
    const said = new URLSearchParams(form);
    const tokens = said.get('client_secret') === client_secret && codes.get(said.get('code'));
    codes.delete(said.get('code'));
    if (tokens) json(tokens);
    else json('{"error":"invalid_grant"}', 400);
  });
});
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
const issuer = `http://localhost:${server.address().port}`;
process.stdout.write(`${JSON.stringify({ issuer, client_secret })}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

/** Where the browser goes with a code. */
function authorized(asked) {
  const code = randomBytes(16).toString('hex');
  const now = Math.floor(Date.now() / 1000);
  const [iss, aud, nonce] = [issuer, asked.get('client_id'), asked.get('nonce') ?? undefined];
  const person = { sub: 'ada', name: 'Ada of the Harbour', given_name: 'Ada', email: 'ada@harbour.example', email_verified: true };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part({ iss, aud, iat: now, exp: now + 3600, nonce, ...person })}`;
  const id_token = `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
  const access_token = randomBytes(16).toString('hex');
  codes.set(code, JSON.stringify({ access_token, token_type: 'Bearer', expires_in: 3600, id_token }));
  const back = new URL(asked.get('redirect_uri'));
  back.searchParams.set('code', code);
  back.searchParams.set('state', asked.get('state'));
  return back.href;
}

function configuration() {
  return JSON.stringify({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  });
}
