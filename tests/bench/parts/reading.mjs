// Every connection of a tenant read through our client, beside Auth0's own, from a server that has the pages ready.
import assert from 'node:assert/strict';
import { managementClient } from '../../peers/management.mjs';
import { startCanned } from '../canned.mjs';
import { beside, inTurns } from '../measure.mjs';
import { startWorker } from '../worker.mjs';

export async function run({ small }) {
  const count = small ? 300 : 10_000;
  const served = await startCanned('connections', count);
  const worker = startWorker('reading', [served.url, count]);
  const client = managementClient(served.url, { token: 'bench' });
  const readByPeer = async () => {
    let read = 0;
    for await (const { options } of await client.connections.list({ strategy: ['oidc'], take: 100 })) read += options.oidc_metadata ? 1 : 0;
    assert.equal(read, count);
  };
  try {
    const samples = await inTurns([worker.contender('read', 'lintel'), { name: 'auth0', once: readByPeer }], small ? { calls: 1, blocks: 1 } : { calls: 20, warmUp: 2 });
    const work = `${count.toLocaleString('en')} connections read through the client`;
    return [beside(work, { ours: samples.lintel, peer: 'npm auth0', theirs: samples.auth0, atMost: 1 / 4 })];
  } finally {
    await worker.stop();
    await served.stop();
  }
}
