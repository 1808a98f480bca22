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
  const byPeer = async () => {
    let read = 0;
    for await (const { id, name, options } of await client.connections.list({ strategy: ['oidc'], take: 100 })) {
      assert.ok(id && name && options.oidc_metadata);
      read += options.domain_aliases.length;
    }
    assert.equal(read, count);
  };
  try {
    const contenders = [worker.contender('claims'), worker.contender('whole'), { name: 'auth0', once: byPeer }];
    const { claims, whole, auth0 } = await inTurns(contenders, small ? { calls: 1, blocks: 1 } : { calls: 20, warmUp: 2 });
    const work = `${count.toLocaleString('en')} connections read through the client`;
    const peer = { peer: 'npm auth0', theirs: auth0, atMost: 1 / 4 };
    return [beside(`${work}, of each who it is for`, { ours: claims, ...peer }), beside(`${work}, whole`, { ours: whole, ...peer })];
  } finally {
    await worker.stop();
    await served.stop();
  }
}
