/** Another Auth0 tenant, as far as it follows from what a person has of it. */
export type OtherTenant = {
  /** With the slash at its end that the tenant's tokens have. */
  issuer: string;
  /** A name for the connection. */
  name: string;
  /** A tenant of this program: it answers with codes alone, and so needs a client secret. */
  local: boolean;
};

const example = "Enter it as in `acme.us.auth0.com`, or the tenant’s custom domain.";

/** The tenant behind a domain, a URL, the address of its dashboard or of a local tenant. */
export function otherTenant(typed: string): OtherTenant | { message: string } {
  const text = typed.trim();
  if (text === "") return { message: `The domain is empty. ${example}` };
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  const local = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (!url || (!local && !url.hostname.includes("."))) return { message: `“${text}” is no domain. ${example}` };
  if (local) return { issuer: `http://${url.host}/`, name: "local-tenant", local };
  if (url.protocol !== "https:") return { message: `“${text}” is not reached over https. ${example}` };
  const [, region, tenant] = /^\/dashboard\/([a-z0-9-]+)\/([a-z0-9-]+)/.exec(url.pathname) ?? [];
  const host =
    url.hostname === "manage.auth0.com" ? (region && tenant ? `${tenant}.${region}.auth0.com` : null) : url.host;
  if (host === null) return { message: `This is the address of Auth0’s dashboard, not of a tenant. ${example}` };
  return { issuer: `https://${host}/`, name: nameOf(host), local };
}

/** `acme-auth0` for `acme.us.auth0.com`, `login-acme-com` for a custom domain: letters, digits and single hyphens. */
function nameOf(host: string): string {
  const words = host.endsWith(".auth0.com") ? `${host.split(".")[0] ?? ""}-auth0` : host;
  return words.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
