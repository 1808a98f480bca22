import type { ChannelCheck, DocumentCheck, Finding, IssuerDetails, MetadataMember, Problem, Value } from "../bindings";

/** What a save would refuse in one member, as the console says it. */
export function memberProblem(name: string, value: Value): Problem | null {
  const own = ["issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"].includes(name);
  if (!own || (typeof value === "string" && URL.parse(value)?.protocol === "https:")) return null;
  return {
    code: "endpoint-unusable",
    message: `${name} is “${String(value)}”, which is not an https URL.`,
    field: `metadata.${name}`,
    remedy: "Enter the whole URL with https://.",
  };
}

/** The metadata of a provider whose userinfo endpoint moved. */
export function issuerDetails(issuer: string): IssuerDetails {
  const member = (name: string, value: MetadataMember["value"], live = value): MetadataMember => ({
    name,
    value,
    origin: "discovered",
    live,
    differs: live !== value,
  });
  const soon = new Date(Date.now() + 27 * 86_400_000).toISOString();
  return {
    stored: { origin: "discovery_url", at: new Date(Date.now() - 120 * 3_600_000).toISOString() },
    members: [
      member("issuer", issuer),
      member("authorization_endpoint", `${issuer}/authorize`),
      member("token_endpoint", `${issuer}/token`),
      member("userinfo_endpoint", `${issuer}/v1/userinfo`, `${issuer}/userinfo`),
      {
        name: "jwks_uri",
        value: "https://override.example/keys",
        origin: "overridden",
        live: `${issuer}/keys`,
        differs: false,
      },
      member("id_token_signing_alg_values_supported", ["RS256"]),
      {
        name: "grant_types_supported",
        value: ["authorization_code", "implicit"],
        origin: "default",
        live: null,
        differs: false,
      },
      member("tenant_region_scope", "EU"),
    ],
    checked_at: new Date(Date.now() - 14_000).toISOString(),
    live_problem: null,
    keys: [
      {
        kid: "rGk7Zq2LmVxT0n4sYhWc81dPeBo",
        kty: "RSA",
        alg: "RS256",
        usage: "sig",
        size: "2048 bits",
        thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        certificate_expires: soon,
        usable: true,
      },
    ],
    keys_seen: [
      {
        name: "rGk7Zq2LmVxT0n4sYhWc81dPeBo",
        value: "NzbLsXh8uDCcd",
        first: weeksAgo(3),
        last: weeksAgo(0),
        gone: null,
      },
      { name: "pQ3vY8-older", value: "Vb81sLk2", first: weeksAgo(9), last: weeksAgo(3), gone: weeksAgo(3) },
    ],
    values_gone: [
      {
        name: "token_endpoint",
        value: `${issuer}/oauth/token`,
        first: weeksAgo(9),
        last: weeksAgo(5),
        gone: weeksAgo(5),
      },
    ],
    key_findings: [
      finding(
        "x5c-expires-soon",
        "note",
        "The certificate of the key rGk7Zq2LmVxT0n4sYhWc81dPeBo expires in 27 days.",
        "Expect the provider to replace the key about then.",
      ),
    ],
  };
}

const weeksAgo = (weeks: number) => new Date(Date.now() - weeks * 7 * 86_400_000).toISOString();

/** The document that this provider serves now. */
export function liveDocument(issuer: string): string {
  const said = issuerDetails(issuer).members.filter((member) => member.live !== null);
  return JSON.stringify(Object.fromEntries(said.map(({ name, live }) => [name, live])));
}

/** What a file is judged to be: members that are absent are missing, and everything said is a change. */
export function documentCheck(text: string): DocumentCheck {
  const none: ChannelCheck = {
    usable: false,
    refusal: "The configuration is missing **document**.",
    missing: ["document"],
    invalid: [],
    findings: [],
  };
  let document: Record<string, Value> | null = null;
  try {
    document = JSON.parse(text) as Record<string, Value>;
  } catch {
    const unread: ChannelCheck = {
      ...none,
      findings: [
        finding("document-not-json", "error", "Line 1, column 1 is not valid JSON: expected value.", "Correct line 1."),
      ],
    };
    return { document: null, front_channel: unread, back_channel: unread, changes: [] };
  }
  const lacks = (needed: string[]): ChannelCheck => {
    const missing = needed.filter((name) => !(name in (document ?? {})));
    const refusal = missing.length === 0 ? null : `The configuration is missing **${missing.join("**, **")}**.`;
    return { usable: refusal === null, refusal, missing, invalid: [], findings: [] };
  };
  const front = ["issuer", "authorization_endpoint", "jwks_uri"];
  return {
    document,
    front_channel: lacks(front),
    back_channel: lacks([...front, "token_endpoint"]),
    changes: Object.entries(document).map(([name, value]) => ({
      name,
      stored: name === "issuer" ? "https://before.example" : null,
      new: value,
      overridden: name === "jwks_uri",
    })),
  };
}

function finding(code: string, severity: Finding["severity"], message: string, remedy: string): Finding {
  return {
    code,
    severity,
    member: null,
    message,
    expected: null,
    got: null,
    literal: false,
    remedy,
    spec: "OpenID Connect Discovery 1.0, section 3",
  };
}
