// A real OpenID Provider on loopback, for tests: `oidc-provider` with one client and a page that signs anybody in.
//
//   node server.mjs [--port 4600] [--host 127.0.0.1] --redirect-uri http://localhost:4400/login/callback [--redirect-uri …]
//
// Prints one line of JSON once it listens. Everything else goes to standard error.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

// The library greets on standard output, where the one line of JSON belongs.
console.log = console.info = console.error;
const { interactionPolicy, Provider } = await import('oidc-provider');

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: 'localhost' },
    'redirect-uri': { type: 'string', multiple: true, default: ['http://localhost:4400/login/callback'] },
  },
});

const client = { client_id: 'test-client', client_secret: randomBytes(24).toString('hex') };
const servers = await listen(Number(options.port));
const issuer = `http://${options.host}:${servers[0].address().port}`;
const provider = new Provider(issuer, configuration());
const answer = provider.callback();
for (const server of servers) {
  server.on('request', (request, response) => {
    const [, uid] = /^\/interaction\/([\w-]+)$/.exec(request.url) ?? [];
    const answered = uid ? signIn(uid, request, response) : answer(request, response);
    Promise.resolve(answered).catch((error) => {
      console.error(error);
      response.writeHead(400, { 'content-type': 'text/plain' }).end(error.message);
    });
  });
}
process.stdout.write(`${JSON.stringify({ issuer, ...client })}\n`);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

function configuration() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // Whoever signs in agrees to everything: consent is not what is tested here.
  const policy = interactionPolicy.base();
  policy.get('consent').checks.remove('native_client_prompt');
  return {
    clients: [
      {
        ...client,
        // A web client may not use the implicit flow over http.
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'implicit'],
        response_types: ['code', 'id_token'],
        redirect_uris: options['redirect-uri'],
      },
    ],
    responseTypes: ['code', 'id_token'],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test-key' }] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Claims by scope in the ID token too, not at userinfo only.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'groups'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    renderError: (context, out) => {
      context.type = 'text/plain';
      context.body = `${out.error}: ${out.error_description}`;
    },
  };
}

function claimsOf(id) {
  const [name] = id.split('@');
  const email = id.includes('@') ? id : `${id}@example.test`;
  return { sub: id, name, given_name: name, groups: ['staff', 'testers'], email, email_verified: true };
}

// GET shows the page, POST signs in as `login` or, with `cancel`, refuses.
async function signIn(uid, request, response) {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(`<!doctype html><html lang="en"><title>Test provider</title><h1>Test provider</h1>
<form method="post" action="/interaction/${uid}">
<label>User name <input name="login" required autofocus></label> <button>Sign in</button>
</form>
<form method="post" action="/interaction/${uid}"><button name="cancel" value="true">Cancel</button></form>`);
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const result = form.has('cancel')
    ? { error: 'access_denied', error_description: 'The sign-in was cancelled.' }
    : { login: { accountId: form.get('login') || 'somebody', remember: false } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function listen(port) {
  const open = (host, port) =>
    new Promise((resolve, reject) => {
      const server = createServer().once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  const v4 = await open('127.0.0.1', port);
  // `localhost` is ::1 first for some clients. A computer without IPv6 does without.
  const v6 = await open('::1', v4.address().port).catch(() => undefined);
  return v6 ? [v4, v6] : [v4];
}
