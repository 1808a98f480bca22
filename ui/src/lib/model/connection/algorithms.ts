import type { FoundProvider } from "$lib/api";
import { sentenceList } from "$lib/ui/text";

export function idTokenRemark(chosen: string[], provider: FoundProvider | undefined): string | undefined {
  const signs = provider?.signing_algorithms ?? [];
  if (chosen.length === 0 || signs.length === 0 || signs.some((algorithm) => chosen.includes(algorithm)))
    return undefined;
  return `The provider signs with ${sentenceList(signs)}, so every login is refused.`;
}

export function dpopRemark(chosen: string | null, provider: FoundProvider | undefined): string | undefined {
  if (chosen === null || !provider || provider.dpop_algorithms.includes(chosen)) return undefined;
  const listed = provider.dpop_algorithms;
  return listed.length === 0
    ? "The provider doesn’t advertise DPoP. Logins may fail."
    : `The provider doesn’t list \`${chosen}\` for DPoP, but ${sentenceList(listed)}.`;
}
