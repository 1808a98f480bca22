// What Node's relying parties read of a provider: its discovery document by openid-client, its key set by jose.
import { createRemoteJWKSet } from 'jose';
import { allowInsecureRequests, discovery } from 'openid-client';

/** The metadata, and how many keys there are. */
export async function discovered(issuer) {
  const found = await discovery(new URL(issuer), 'client', undefined, undefined, { execute: [allowInsecureRequests] });
  const metadata = found.serverMetadata();
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  await keys.reload();
  return { metadata, keys: keys.jwks().keys.length };
}
