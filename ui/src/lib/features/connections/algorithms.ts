import type { FoundProvider } from "$lib/api";
import { sentenceList } from "$lib/ui/text";

/** What client assertions and ID tokens can be signed with. */
export const signingAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "ES256", "ES384"];
export const dpopAlgorithms = ["ES256", "ES384", "ES512", "Ed25519"];

export function idTokenRemark(chosen: string[], provider: FoundProvider | undefined): string | undefined {
  const signs = provider?.signing_algorithms ?? [];
  if (chosen.length === 0 || signs.length === 0 || signs.some((algorithm) => chosen.includes(algorithm))) return undefined;
  return `The provider signs with ${sentenceList(signs)}, so every login is refused.`;
}

export function dpopRemark(chosen: string | null, provider: FoundProvider | undefined): string | undefined {
  if (chosen === null || !provider || provider.dpop_algorithms.includes(chosen)) return undefined;
  const listed = provider.dpop_algorithms;
  return listed.length === 0 ? "The provider doesn’t advertise DPoP. Logins may fail." : `The provider doesn’t list \`${chosen}\` for DPoP, but ${sentenceList(listed)}.`;
}
