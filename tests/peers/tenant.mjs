// The built-in tenant, as `lintel tenant serve` serves it, with Auth0's own client at its Management API.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { managementClient } from './management.mjs';
import { start } from './process.mjs';

export const program = process.env.LINTEL ?? fileURLToPath(new URL('../../target/debug/lintel', import.meta.url));

/** Starts a tenant in a folder of its own, on any free port, with a key of its own instead of a keychain, and with more options of the command. */
export async function startTenant(env = {}, options = []) {
  const data = await mkdtemp(join(tmpdir(), 'lintel-peers-'));
  const key = 'a key that only the peers know';
  const forget = () => rm(data, { recursive: true, force: true });
  let served;
  try {
    served = await start(program, ['tenant', 'serve', '--data', data, '--port', '0', ...options], { LINTEL_KEY: key, ...env });
  } catch (error) {
    await forget();
    throw error;
  }
  const { url, client_id, client_secret, audience } = served.line;
  /** Bearer tokens that the client sent. */
  const tokens = new Set();
  return {
    ...served.line,
    pid: served.pid,
    key,
    tokens,
    client: managementClient(url, { clientId: client_id, clientSecret: client_secret, audience }, (init) => {
      const authorization = new Headers(init.headers).get('authorization');
      if (authorization) tokens.add(authorization.replace('Bearer ', ''));
    }),
    /** Everything that it logged, on standard error and in its files. */
    async log() {
      const files = await readdir(join(data, 'logs'));
      const texts = await Promise.all(files.map((file) => readFile(join(data, 'logs', file), 'utf8')));
      return [served.output(), ...texts].join('\n');
    },
    stop: () => served.stop(),
    forget,
  };
}

/** Every item of every page. */
export async function all(page) {
  const items = [];
  for await (const item of await page) items.push(item);
  return items;
}
