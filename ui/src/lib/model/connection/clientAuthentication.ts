import type { AuthMethod, FoundProvider } from "$lib/api";
import { sentenceList } from "$lib/ui/text";

/** What the provider's metadata has against the method; nothing where it is not known. */
export function methodRemark(method: AuthMethod, provider: FoundProvider | undefined): string | undefined {
  // A provider that names no method means client_secret_basic, and takes the secret in the body more often than not.
  if (
    !provider ||
    provider.auth_methods.includes(method) ||
    (provider.auth_methods.length === 0 && method === "client_secret_post")
  )
    return undefined;
  return `The provider doesn’t list \`${method}\`${provider.auth_methods.length > 0 ? `, but ${sentenceList(provider.auth_methods)}` : ""}. It may refuse the token request.`;
}

export function signingRemark(algorithm: string, provider: FoundProvider | undefined): string | undefined {
  const listed = provider?.auth_signing_algorithms ?? [];
  return listed.length === 0 || listed.includes(algorithm)
    ? undefined
    : `The provider doesn’t list \`${algorithm}\` for assertions, but ${sentenceList(listed)}.`;
}
