// A relying party as npm's openid-client makes it: a session in memory for whoever comes back. It checks the ID token's signature,
// which the library leaves out for tokens of the token endpoint unless it is told.
//
//   node openid-client.mjs ISSUER CLIENT_SECRET
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import * as client from '../peers/node_modules/openid-client/build/index.js';

const [issuer, secret] = process.argv.slice(2);
const config = await client.discovery(new URL(issuer), 'bench-openid-client', secret, client.ClientSecretPost(secret), { execute: [client.allowInsecureRequests] });
client.enableNonRepudiationChecks(config);
/** By the cookie of each browser: what was sent, then who came. */
const waiting = new Map();
const sessions = new Map();

const server = createServer(async (request, response) => {
  try {
    const url = new URL(request.url, base);
    if (url.pathname === '/login') {
      const [state, nonce, verifier, browser] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier(), randomBytes(16).toString('hex')];
      const code_challenge = await client.calculatePKCECodeChallenge(verifier);
      waiting.set(browser, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
      const asked = { redirect_uri: `${base}/callback`, scope: 'openid profile email', state, nonce, code_challenge, code_challenge_method: 'S256' };
      response.writeHead(302, { location: client.buildAuthorizationUrl(config, asked).href, 'set-cookie': `browser=${browser}` }).end();
      return;
    }
    const browser = request.headers.cookie?.match(/browser=(\w+)/)?.[1];
    const checks = waiting.get(browser);
    waiting.delete(browser);
    const tokens = await client.authorizationCodeGrant(config, url, checks);
    const session = randomBytes(16).toString('hex');
    sessions.set(session, tokens.claims());
    response.writeHead(302, { location: `${base}/in`, 'set-cookie': `session=${session}` }).end();
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
const base = `http://localhost:${server.address().port}`;
process.stdout.write(`${JSON.stringify({ login: `${base}/login`, done: `${base}/in` })}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
