import type { MetadataEdit } from "$lib/api";
import type { DraftField } from "./draft.svelte";

const fields: Record<string, DraftField> = {
  "/display_name": "display_name",
  "/options/connection_settings/pkce": "pkce",
  "/options/connection_settings": "pkce",
  "/options/discovery_url": "discovery_url",
  "/options/type": "channel",
  "/options/client_id": "client_id",
  "/options/client_secret": "client_secret",
  "/options/token_endpoint_auth_method": "auth_method",
  "/options/token_endpoint_auth_signing_alg": "auth_signing_alg",
  "/options/token_endpoint_jwtca_aud_format": "auth_audience",
  "/options/scope": "scope",
  "/options/set_user_root_attributes": "profile_sync",
  "/show_as_button": "show_as_button",
  "/options/domain_aliases": "domains",
  "/options/tenant_domain": "tenant_domain",
  "/options/icon_url": "icon_url",
  "/options/send_back_channel_nonce": "back_channel_nonce",
  "/options/id_token_signed_response_algs": "id_token_algs",
  "/options/dpop_signing_alg": "dpop_signing_alg",
  "/options/id_token_session_expiry_supported": "session_expiry",
};

/** What a metadata document fills. */
const filled = ["oidc_metadata", "issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];

/** The edit in the form that a change at this path comes from: a field, one member of the metadata, or another document in its place. */
export function editAt(path: string, metadata: Record<string, MetadataEdit>, replaced: boolean): { field: DraftField; member?: string } | undefined {
  const field = fields[path];
  if (field) return { field };
  const [, options, first = "", second] = path.split("/").map(unescaped);
  if (options !== "options") return undefined;
  if (first === "attribute_map") return { field: "mapping" };
  if (first === "upstream_params") return { field: "upstream_params" };
  const member = first === "oidc_metadata" ? (second ?? "") : first;
  if (member in metadata) return { field: "metadata", member };
  return replaced && filled.includes(first) ? { field: "document" } : undefined;
}

/** RFC 6901. */
function unescaped(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
