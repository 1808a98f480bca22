// A change of many connections, each written down before it is sent and read back afterwards, beside as many bare GET and PATCH through
// Auth0's client: what a script would do.
import assert from 'node:assert/strict';
import { startTenant } from '../../peers/tenant.mjs';
import { beside, inParallel, inTurns } from '../measure.mjs';
import { startWorker } from '../worker.mjs';

const AT_ONCE = 16;

export async function run({ small }) {
  const count = small ? 20 : 1000;
  const tenant = await startTenant();
  const worker = startWorker('bulk', [count]);
  try {
    const { connections } = tenant.client;
    const ids = [];
    await inParallel(0, count, AT_ONCE, async (n) => ids.push((await connections.create(connection(n))).id));
    let shown = false;
    const byScript = async () => {
      shown = !shown;
      await inParallel(0, count, AT_ONCE, async (n) => {
        const { show_as_button: before } = await connections.get(ids[n]);
        const { show_as_button: after } = await connections.update(ids[n], { show_as_button: shown });
        assert.deepEqual([before, after], [!shown, shown]);
      });
    };
    const samples = await inTurns([worker.contender('change', 'lintel'), { name: 'script', once: byScript }], small ? { calls: 1, blocks: 1 } : { calls: 4, blocks: 4, warmUp: 1 });
    const work = `${count.toLocaleString('en')} connections changed, journal and all`;
    return [beside(work, { ours: samples.lintel, peer: 'GET and PATCH by npm auth0', theirs: samples.script, atMost: 1 })];
  } finally {
    await worker.stop();
    await tenant.stop();
    await tenant.forget();
  }
}

/** As `rust/src/bin/bulk.rs` makes them. */
function connection(n) {
  const at = (path) => `https://id.example/${path}`;
  return {
    name: `bench-${n}`,
    strategy: 'oidc',
    show_as_button: false,
    options: {
      type: 'back_channel',
      client_id: 'bench',
      client_secret: 'secret',
      scope: 'openid',
      issuer: 'https://id.example',
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      jwks_uri: at('keys'),
    },
  };
}
