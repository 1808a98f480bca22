// A server of its own process that has its answers ready, so that what is measured is whoever asks.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { start } from '../peers/process.mjs';

const CORPUS = new URL('../discovery-corpus/', import.meta.url);
const PAGE = 100;
const NOT_FOUND = answer('404 Not Found', '');

/** Serves so many `connections`, or `providers`. */
export async function startCanned(what, count) {
  const { line, stop } = await start(process.execPath, [fileURLToPath(import.meta.url), what, String(count)]);
  return { url: line.url, stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2], Number(process.argv[3]));

async function serve(what, count) {
  let answers;
  const sockets = new Set();
  // Below `http`, which takes longer than some of those who ask.
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay().on('error', () => {}).on('close', () => sockets.delete(socket)));
    let asked = '';
    socket.setEncoding('latin1').on('data', (text) => {
      const requests = (asked + text).split('\r\n\r\n');
      asked = requests.pop();
      for (const request of requests) socket.write(answers.get(request.split(' ', 2)[1]) ?? NOT_FOUND);
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}`;
  const bodies = await { connections, providers }[what](count, url);
  answers = new Map([...bodies].map(([path, body]) => [path, answer('200 OK', body)]));
  console.log(JSON.stringify({ url }));
  process.once('SIGTERM', () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
}

function answer(status, body) {
  return Buffer.from(`HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Pages of `GET /api/v2/connections`, by the checkpoints that Auth0 has; each connection as its API shows one that was made with a
 *  discovery URL. */
async function connections(count) {
  const metadata = JSON.parse(await readFile(new URL('okta-default-2019.json', CORPUS), 'utf8'));
  const pages = new Map();
  for (let from = 0; from < count; from += PAGE) {
    const items = Array.from({ length: Math.min(PAGE, count - from) }, (_, n) => connection(from + n, metadata));
    const next = from + PAGE < count ? checkpoint(from + PAGE) : undefined;
    const page = JSON.stringify({ connections: items, next });
    // Each client has an order of its own.
    const asked = from > 0 ? `from=${checkpoint(from)}&` : '';
    pages.set(`/api/v2/connections?include_totals=true&${asked}take=${PAGE}&strategy=oidc`, page);
    pages.set(`/api/v2/connections?strategy=oidc&take=${PAGE}${asked && `&${asked.slice(0, -1)}`}`, page);
  }
  return pages;
}

function checkpoint(n) {
  return `Fe26_${String(n).padStart(8, '0')}`;
}

function connection(n, metadata) {
  const name = `customer-${String(n).padStart(5, '0')}`;
  const issuer = `https://${name}.okta.example/oauth2/default`;
  const at = (path) => `${issuer}/v1/${path}`;
  return {
    id: `con_${String(n).padStart(16, 'A')}`,
    options: {
      type: 'back_channel',
      scope: 'openid profile email',
      issuer,
      jwks_uri: at('keys'),
      client_id: `0oa${n}`,
      client_secret: `s3cret-${n}-${'x'.repeat(48)}`,
      discovery_url: `${issuer}/.well-known/openid-configuration`,
      oidc_metadata: { ...metadata, issuer, authorization_endpoint: at('authorize'), token_endpoint: at('token'), userinfo_endpoint: at('userinfo'), jwks_uri: at('keys') },
      schema_version: 'oidc-V4',
      token_endpoint: at('token'),
      userinfo_endpoint: at('userinfo'),
      authorization_endpoint: at('authorize'),
      attribute_map: { mapping_mode: 'use_map', attributes: { email: '${context.tokenset.email}', name: '${context.tokenset.name}', groups: '${context.userinfo.groups}' } },
      connection_settings: { pkce: 'auto' },
      domain_aliases: [`${name}.example`],
      non_persistent_attrs: ['groups'],
    },
    strategy: 'oidc',
    name,
    is_domain_connection: false,
    show_as_button: false,
    authentication: { active: true },
    connected_accounts: { active: false },
    display_name: `Customer ${n}`,
    realms: [name],
  };
}

/** Discovery documents as they were found, each moved to an issuer of this server, and a key set beside each. */
async function providers(count, url) {
  const read = (name) => readFile(new URL(`${name}.json`, CORPUS), 'utf8');
  const found = await Promise.all(['okta-default-2019', 'auth0-us-2024', 'keycloak-26', 'onelogin', 'pingfederate'].map(read));
  const keys = await read('jwks/auth0');
  const answers = new Map();
  for (let n = 0; n < count; n++) {
    const [text, path] = [found[n % found.length], `/providers/${n}`];
    const moved = JSON.parse(text.replaceAll(JSON.parse(text).issuer.replace(/\/$/, ''), `${url}${path}`));
    const served = { ...moved, issuer: `${url}${path}`, jwks_uri: `${url}${path}/keys` };
    answers.set(`${path}/.well-known/openid-configuration`, JSON.stringify(served));
    answers.set(`${path}/keys`, keys);
  }
  return answers;
}
