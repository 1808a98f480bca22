// An ID token verified as in a sign-in, with every check of ours and the library's, beside its signature alone and beside npm's jose.
import { createLocalJWKSet, jwtVerify } from '../../peers/node_modules/jose/dist/webapi/index.js';
import { beside, inTurns } from '../measure.mjs';
import { startWorker } from '../worker.mjs';

export async function run({ small }) {
  const worker = startWorker('tokens');
  const { token, jwks, issuer, audience, nonce } = await worker.told();
  const keys = createLocalJWKSet(jwks);
  const jose = async () => {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'], requiredClaims: ['sub', 'iat', 'exp'] });
    if (payload.nonce !== nonce) throw new Error('another nonce');
  };
  const contenders = [worker.contender('examine'), worker.contender('signature'), { name: 'jose', once: jose }];
  try {
    const samples = await inTurns(contenders, { calls: small ? 40 : 5000, blocks: small ? 2 : 10, warmUp: small ? 10 : 500 });
    const ours = samples.examine;
    return [
      beside('ID token verified (RS256)', { ours, peer: 'signature alone, aws-lc-rs', theirs: samples.signature, atMost: 1.5 }),
      beside('ID token verified (RS256)', { ours, peer: 'jose', theirs: samples.jose, atMost: 1 / 3 }),
    ];
  } finally {
    await worker.stop();
  }
}
