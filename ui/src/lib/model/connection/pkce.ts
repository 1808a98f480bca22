import type { Pkce } from "$lib/api";

export const pkceWarns = (pkce: Pkce) => pkce === "plain" || pkce === "disabled";

/** What a setting does with a provider that advertises these methods; they are unknown while it is not checked. */
export function pkceHint(pkce: Pkce, advertised: string[] | undefined): string {
  const names = (method: string) => advertised?.includes(method);
  switch (pkce) {
    case "auto":
      if (!advertised) return "The strongest method that the provider advertises.";
      if (names("S256")) return "This provider advertises `S256`: that is used.";
      if (names("plain")) return "This provider advertises `plain` alone: that is used.";
      return "This provider advertises no method, so none is used. Many support `S256` all the same: try it with a test login.";
    case "S256":
      return advertised && !names("S256")
        ? "Always used. This provider does not advertise it, and may refuse it."
        : "Always used, whatever the provider advertises.";
    case "plain":
      if (names("S256") && !names("plain"))
        return "This provider advertises `S256` alone and may refuse `plain`. Choose Auto or S256.";
      return "The verifier goes through the browser as it is, so whoever reads the request can redeem the code. Use it only where `S256` is refused.";
    default:
      return "A code that leaks can be redeemed by whoever has the client secret. Use it only where the provider refuses PKCE.";
  }
}
