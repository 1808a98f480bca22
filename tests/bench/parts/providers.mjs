// Providers checked, document and key set, beside what openid-client and jose read of the same providers. Ours judges all of it as well.
import assert from 'node:assert/strict';
import { discovered } from '../../peers/discovery.mjs';
import { startCanned } from '../canned.mjs';
import { beside, inParallel, inTurns } from '../measure.mjs';
import { startWorker } from '../worker.mjs';

const AT_ONCE = 16;

export async function run({ small }) {
  const count = small ? 20 : 1000;
  const served = await startCanned('providers', count);
  const worker = startWorker('providers', [served.url, count, AT_ONCE]);
  const byPeer = () =>
    inParallel(0, count, AT_ONCE, async (n) => {
      const issuer = `${served.url}/providers/${n}`;
      const { metadata, keys } = await discovered(issuer);
      assert.deepEqual([metadata.issuer, keys], [issuer, 1]);
    });
  try {
    const samples = await inTurns([worker.contender('check', 'lintel'), { name: 'peer', once: byPeer }], small ? { calls: 1, blocks: 1 } : { calls: 20, warmUp: 2 });
    const work = `${count.toLocaleString('en')} providers checked, ${AT_ONCE} at once`;
    return [beside(work, { ours: samples.lintel, peer: 'openid-client and jose', theirs: samples.peer, atMost: 1 / 3 })];
  } finally {
    await worker.stop();
    await served.stop();
  }
}
