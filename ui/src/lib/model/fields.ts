// Generated from the table of fields: `UPDATE_BINDINGS=1 cargo test -p lintel-console fields`.

import type { ConnectionForm, ScimProvider } from "$lib/api";

/** The fields of a connection, in the order of the screens. Paths are JSON Pointers into the API's connection. */
export const fields = {
  name: {"label":"Connection Name","paths":["/name"],"tab":"settings","section":"general","help":"Applications and login links carry this name, so it can’t be changed.","needed":{"message":"The connection name is empty.","remedy":"Use letters, digits and single hyphens between them, up to 128 characters."},"choices":[],"isSet":false,"elsewhere":"carried"},
  display_name: {"label":"Display name","paths":["/display_name"],"tab":"settings","section":"general","help":"What login pages call this connection. Empty, the connection name serves.","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  discovery_url: {"label":"OpenID Connect Discovery URL","paths":["/options/discovery_url"],"tab":"settings","section":"general","help":"","needed":{"message":"The discovery URL is empty.","remedy":"Enter the provider’s issuer, base URL or full discovery URL."},"choices":[],"isSet":false,"elsewhere":"carried"},
  document: {"label":"Connection Metadata","paths":["/options/oidc_metadata"],"tab":"settings","section":"general","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  metadata: {"label":"Issuer details","paths":["/options/issuer","/options/authorization_endpoint","/options/token_endpoint","/options/userinfo_endpoint","/options/jwks_uri"],"tab":"settings","section":"general","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  channel: {"label":"Communication Channel","paths":["/options/type"],"tab":"settings","section":"general","help":"","needed":null,"choices":[{"value":"back_channel","label":"Back Channel","hint":"The tenant redeems a code at the token endpoint. `response_type=code`"},{"value":"front_channel","label":"Front Channel","hint":"The ID token returns through the browser. `response_mode=form_post`"}],"isSet":false,"elsewhere":"carried"},
  client_id: {"label":"Client ID","paths":["/options/client_id"],"tab":"settings","section":"client","help":"","needed":{"message":"The client ID is empty.","remedy":"Copy it from the application that you registered at the provider."},"choices":[],"isSet":false,"elsewhere":"substituted"},
  client_secret: {"label":"Client Secret","paths":["/options/client_secret"],"tab":"settings","section":"client","help":"","needed":{"message":"Back Channel needs the Client Secret.","remedy":"Create one at the provider and paste its value, or choose Front Channel."},"choices":[],"isSet":false,"elsewhere":"secret"},
  client_secret_ends: {"label":"Client Secret ends","paths":["/metadata/lintel_client_secret_ends"],"tab":"settings","section":"client","help":"The day on which the provider ends it, as YYYY-MM-DD. Noted on this connection: no export and no other tenant gets it.","needed":null,"choices":[],"isSet":false,"elsewhere":"here"},
  auth_method: {"label":"Authentication Method","paths":["/options/token_endpoint_auth_method"],"tab":"settings","section":"client","help":"","needed":null,"choices":[{"value":"client_secret_post","label":"Client Secret (client_secret_post)","hint":"Each token request carries the client secret."},{"value":"private_key_jwt","label":"Private Key JWT (private_key_jwt)","hint":"Each token request carries an assertion that the tenant signs. The provider checks it with the public key."}],"isSet":false,"elsewhere":"carried"},
  auth_signing_alg: {"label":"Assertion algorithm","paths":["/options/token_endpoint_auth_signing_alg"],"tab":"settings","section":"client","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  auth_audience: {"label":"Assertion audience","paths":["/options/token_endpoint_jwtca_aud_format"],"tab":"settings","section":"client","help":"What the assertion names as its `aud`. Providers refuse one that is addressed to somebody else.","needed":null,"choices":[{"value":"token_endpoint","label":"Token endpoint","hint":""},{"value":"issuer","label":"Issuer","hint":""}],"isSet":false,"elsewhere":"carried"},
  scope: {"label":"Scopes","paths":["/options/scope","/options/scopes"],"tab":"settings","section":"profile","help":"","needed":{"message":"The scopes are empty.","remedy":"Enter at least `openid`: without it the provider sends no ID token."},"choices":[],"isSet":false,"elsewhere":"carried"},
  pkce: {"label":"PKCE","paths":["/options/connection_settings/pkce","/options/connection_settings"],"tab":"settings","section":"profile","help":"","needed":null,"choices":[{"value":"auto","label":"Auto","hint":""},{"value":"S256","label":"S256","hint":""},{"value":"plain","label":"Plain","hint":""},{"value":"disabled","label":"Disabled","hint":""}],"isSet":false,"elsewhere":"carried"},
  back_channel_nonce: {"label":"Nonce","paths":["/options/send_back_channel_nonce"],"tab":"settings","section":"profile","help":"The authorization request carries a nonce, which the ID token has to bring back. Front Channel always sends one.","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  id_token_algs: {"label":"ID token algorithms","paths":["/options/id_token_signed_response_algs"],"tab":"settings","section":"profile","help":"","needed":null,"choices":[],"isSet":true,"elsewhere":"carried"},
  dpop_signing_alg: {"label":"DPoP","paths":["/options/dpop_signing_alg"],"tab":"settings","section":"profile","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  session_expiry: {"label":"Session expiry","paths":["/options/id_token_session_expiry_supported"],"tab":"settings","section":"profile","help":"The ID token’s `session_expiry` ends the person’s session at Auth0, and a login whose ID token lacks it is refused. The local tenant refuses alike; it keeps no session to end.","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  upstream_params: {"label":"Upstream parameters","paths":["/options/upstream_params"],"tab":"settings","section":"profile","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  mapping: {"label":"User Mapping","paths":["/options/attribute_map"],"tab":"settings","section":"mapping","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  profile_sync: {"label":"Sync user profile attributes","paths":["/options/set_user_root_attributes"],"tab":"provisioning","section":"sync","help":"","needed":null,"choices":[{"value":"on_each_login","label":"At each login","hint":"A login creates the user and overwrites these attributes every time. They can’t be edited in the tenant."},{"value":"on_first_login","label":"At first login only","hint":"The first login creates the user with them. Later changes at the provider don’t reach the profile, and edits in the tenant stay."},{"value":"never_on_login","label":"Never","hint":"A login creates no user and leaves these attributes alone. Users come by provisioning: SCIM, or the Management API."}],"isSet":false,"elsewhere":"carried"},
  domains: {"label":"Identity provider domains","paths":["/options/domain_aliases"],"tab":"login-experience","section":"realms","help":"","needed":null,"choices":[],"isSet":true,"elsewhere":"kept"},
  tenant_domain: {"label":"Legacy domain","paths":["/options/tenant_domain"],"tab":"login-experience","section":"realms","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"kept"},
  show_as_button: {"label":"Display connection button","paths":["/show_as_button"],"tab":"login-experience","section":"button","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
  icon_url: {"label":"Button logo URL","paths":["/options/icon_url"],"tab":"login-experience","section":"button","help":"","needed":null,"choices":[],"isSet":false,"elsewhere":"carried"},
} as const satisfies { [Field in keyof ConnectionForm]: object };

/** The parts of the connection's pages. */
export const sections = [
  {"id":"general","title":"General","tab":"settings"},
  {"id":"client","title":"Client","tab":"settings"},
  {"id":"profile","title":"Connection Profile","tab":"settings"},
  {"id":"mapping","title":"User Mapping","tab":"settings"},
  {"id":"sync","title":"Sync user profiles","tab":"provisioning"},
  {"id":"realms","title":"Home Realm Discovery","tab":"login-experience"},
  {"id":"button","title":"Connection button","tab":"login-experience"},
] as const;

/** A new connection, before anything is typed. */
export const newConnection: ConnectionForm = {
  "name": "",
  "display_name": "",
  "discovery_url": "",
  "document": null,
  "metadata": {},
  "channel": "back_channel",
  "client_id": "",
  "client_secret": {
    "kind": "unchanged"
  },
  "client_secret_ends": "",
  "auth_method": "client_secret_post",
  "auth_signing_alg": "RS256",
  "auth_audience": "token_endpoint",
  "scope": "openid profile email",
  "pkce": "auto",
  "back_channel_nonce": false,
  "id_token_algs": [],
  "dpop_signing_alg": null,
  "session_expiry": false,
  "upstream_params": [],
  "mapping": {
    "mode": "bind_all",
    "attributes": "",
    "userinfo_scope": ""
  },
  "profile_sync": "on_each_login",
  "domains": [],
  "tenant_domain": "",
  "show_as_button": false,
  "icon_url": ""
};

/** What the algorithms of a signature are for. */
export const algorithms = {"idTokens":["RS256","RS384","RS512","PS256","PS384","ES256","ES384"],"assertions":["RS256","RS384","RS512","PS256","PS384","ES256","ES384"],"proofs":["ES256","ES384","ES512","Ed25519"]} as const;

/** Parameters of an application's request that an upstream parameter can repeat. */
export const upstreamAliases = ["acr_values","audience","client_id","display","id_token_hint","login_hint","max_age","prompt","resource","response_mode","response_type","ui_locales"] as const;

/** Of a metadata document, in bytes. */
export const largestDocument = 131072;

/** What a SCIM token can allow, and what one for a provider is offered. */
export const scimScopes = ["get:users","post:users","put:users","patch:users","delete:users","get:groups","post:groups","put:groups","patch:groups","delete:groups"];
export const scimScopesOf: Record<ScimProvider, string[]> = {"entra":["get:users","post:users","patch:users","delete:users","get:groups","post:groups","patch:groups","delete:groups"],"okta":["get:users","post:users","put:users","patch:users","get:groups","post:groups","put:groups","patch:groups","delete:groups"],"other":["get:users","post:users","put:users","patch:users","delete:users","get:groups","post:groups","put:groups","patch:groups","delete:groups"]};
