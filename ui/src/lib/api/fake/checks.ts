import type { Finding, FoundProvider, ProviderCheck } from "../bindings";

const wellKnown = "/.well-known/openid-configuration";

/** What the check says about an address; words in the address choose the case. */
export function checks(input: string): ProviderCheck {
  const base = input.trim().replace(/\/$/, "").replace(wellKnown, "");
  const url = base + wellKnown;
  if (/notfound|\/oauth2$/.test(base)) return notFound(base);
  if (/incomplete|globex/.test(base)) return incomplete(base);
  const entra = base.includes("microsoftonline");
  const common = base.includes("/common");
  const findings: Finding[] = [];
  if (entra)
    findings.push(
      finding(
        "pkce_not_listed",
        "note",
        "code_challenge_methods_supported",
        "The configuration lists no PKCE methods.",
        "Entra ID supports S256 without listing it.",
      ),
    );
  if (common)
    findings.push({
      ...finding(
        "issuer_differs",
        "warning",
        "issuer",
        "The configuration names another issuer than this URL.",
        "Use the URL with your tenant’s ID.",
      ),
      expected: base,
      got: "https://login.microsoftonline.com/{tenantid}/v2.0",
      literal: true,
    });
  const vendor = entra
    ? "Microsoft Entra ID"
    : base.includes("okta")
      ? "Okta"
      : base.includes("google")
        ? "Google Workspace"
        : base.includes("realms")
          ? "Keycloak"
          : null;
  const found: FoundProvider = {
    discovery_url: url,
    issuer: common ? "https://login.microsoftonline.com/{tenantid}/v2.0" : base,
    issuer_matches_url: !common,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    userinfo_endpoint: null,
    jwks_uri: `${base}/keys`,
    signing_algorithms: ["RS256"],
    auth_methods: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    auth_signing_algorithms: ["RS256"],
    dpop_algorithms: [],
    usable_keys: entra ? 5 : 2,
    pkce_methods: entra ? [] : ["S256"],
    scopes: ["openid", "profile", "email"],
    vendor,
  };
  const usable = { usable: true, refusal: null, missing: [], invalid: [], findings };
  return {
    found,
    tried: [{ url, outcome: "200, a configuration" }],
    front_channel: usable,
    back_channel: usable,
    elapsed_ms: entra ? 184 : 96,
  };
}

function incomplete(base: string): ProviderCheck {
  const url = base + wellKnown;
  return {
    found: {
      discovery_url: url,
      issuer: base,
      issuer_matches_url: true,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: null,
      userinfo_endpoint: null,
      jwks_uri: `${base}/keys`,
      signing_algorithms: ["RS256"],
      auth_methods: [],
      auth_signing_algorithms: [],
      dpop_algorithms: [],
      usable_keys: 2,
      pkce_methods: ["S256"],
      scopes: ["openid"],
      vendor: null,
    },
    tried: [{ url, outcome: "200, a configuration" }],
    front_channel: { usable: true, refusal: null, missing: [], invalid: [], findings: [] },
    back_channel: {
      usable: false,
      refusal: "The configuration is missing **token_endpoint**. Back Channel needs it.",
      missing: ["token_endpoint"],
      invalid: [],
      findings: [
        finding(
          "member_missing",
          "error",
          "token_endpoint",
          "The configuration has no `token_endpoint`.",
          "Ask the provider’s administrator to turn on the authorization code flow, or use Front Channel.",
        ),
      ],
    },
    elapsed_ms: 131,
  };
}

function notFound(base: string): ProviderCheck {
  const channel = {
    usable: false,
    refusal: "The configuration is missing **document**. Back Channel needs it.",
    missing: [],
    invalid: [],
    findings: [
      finding(
        "discovery_not_found",
        "error",
        null,
        "No configuration at this address: the server answered 404.",
        "Check the path. The provider’s documentation names its discovery URL, or issuer.",
      ),
    ],
  };
  return {
    found: null,
    tried: [
      { url: base + wellKnown, outcome: "404 Not Found" },
      { url: base, outcome: "200, a web page (text/html)" },
    ],
    front_channel: channel,
    back_channel: channel,
    elapsed_ms: 240,
  };
}

function finding(
  code: string,
  severity: Finding["severity"],
  member: string | null,
  message: string,
  remedy: string | null,
): Finding {
  return {
    code,
    severity,
    member,
    message,
    expected: null,
    got: null,
    literal: false,
    remedy,
    spec: "OpenID Connect Discovery 1.0, section 3",
  };
}
