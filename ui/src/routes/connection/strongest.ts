import type { Compatibility } from "$lib/api";
import type { Values } from "$lib/model/connection/draft.svelte";

/** What of the form changes where the strongest of everything is taken. */
export function strongest(common: Compatibility, now: Values): Partial<Values> {
  const { channel, client_authentication, pkce, algorithm } = common;
  const changed: Partial<Values> = {};
  const better = (part: { strongest: string | null; used: boolean }) => (part.used ? null : part.strongest);
  const [to, by, challenge, signed] = [channel, client_authentication, pkce, algorithm].map(better);
  if (to === "back_channel" || to === "front_channel") changed.channel = to;
  if (by === "private_key_jwt" || by === "client_secret_post") changed.auth_method = by;
  if (challenge === "S256" || challenge === "plain") changed.pkce = challenge;
  if (signed) changed.id_token_algs = [...now.id_token_algs, signed];
  return changed;
}
