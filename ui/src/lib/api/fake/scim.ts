// Inbound SCIM of the fake tenant: settings, tokens, and what providers asked.
import type {
  Activity,
  ActivityEntry,
  ActivityFilter,
  NewScimToken,
  Problem,
  ProvisioningRequest,
  SignInEvent,
  ProvisioningTest,
  ScimPairRow,
  ScimProvider,
  ScimReview,
  ScimSaved,
  ScimSettings,
  ScimState,
  ScimTokenRow,
} from "../bindings";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const pair = (scim: string, profile: string): ScimPairRow => ({ scim, profile });

export const defaultMapping: ScimPairRow[] = [
  pair("userName", "preferred_username"),
  pair("emails[primary eq true].value", "email"),
  pair("externalId", "app_metadata.external_id"),
  pair("active", "blocked"),
  pair("displayName", "name"),
  pair("name.givenName", "given_name"),
  pair("name.familyName", "family_name"),
];

const sent: Record<string, [unknown, string?]> = {
  userName: ["ada@harbour.example"],
  externalId: ["5f7e0c1a-2b7d-4c52-9a63-0d7f3f1e8a11"],
  'emails[type eq "work"].value': ["ada@harbour.example"],
  "emails[primary eq true].value": ["ada@harbour.example"],
  active: [false, "from active: true, the opposite"],
  displayName: ["Ada Okafor"],
  "name.givenName": ["Ada"],
  "name.familyName": ["Okafor"],
};

type Held = { settings: ScimSettings; tokens: ScimTokenRow[] };

export class FakeScim {
  #held = new Map<string, Held>();
  #made = 0;
  requests: ProvisioningRequest[] = sampleRequests();
  signIns: SignInEvent[] = sampleSignIns();
  local = true;

  state(id: string, issuer: string): ScimState {
    const held = this.#held.get(id);
    if (!held) return { kind: "off", findings: [], lacking: [] };
    const provider: ScimProvider = issuer.includes("microsoftonline")
      ? "entra"
      : issuer.includes("okta")
        ? "okta"
        : "other";
    return {
      kind: "on",
      scim: {
        endpoint: `http://localhost:4400/scim/v2/connections/${id}`,
        settings: held.settings,
        tokens: held.tokens,
        provider,
        lacking: [],
        findings: [],
      },
    };
  }

  turnOn(id: string) {
    this.#held.set(id, { settings: { user_id_attribute: "externalId", mapping: defaultMapping }, tokens: [] });
  }

  turnOff(id: string) {
    this.#held.delete(id);
  }

  save(id: string, loaded: ScimSettings, edited: ScimSettings, issuer: string): ScimSaved {
    const held = this.#held.get(id);
    if (held && JSON.stringify(held.settings) !== JSON.stringify(loaded))
      return {
        kind: "moved",
        state: this.state(id, issuer),
        theirs: [
          {
            path: "/scim/user_id_attribute",
            label: "User ID attribute",
            before: loaded.user_id_attribute,
            after: held.settings.user_id_attribute,
            meaning: null,
          },
        ],
      };
    if (held) held.settings = edited;
    return { kind: "saved", state: this.state(id, issuer) };
  }

  /** Somebody else changed it. */
  meddle(id: string, change: Partial<ScimSettings>) {
    const held = this.#held.get(id);
    if (held) held.settings = { ...held.settings, ...change };
  }

  /** The provider used a token. */
  use(id: string, token: string) {
    const held = this.#held.get(id);
    if (held) held.tokens = held.tokens.map((one) => (one.id === token ? { ...one, last_used_at: ago(0) } : one));
  }

  create(id: string, scopes: string[], days: number | null): NewScimToken {
    const held = this.#held.get(id);
    if (!held || held.tokens.length >= 2)
      throw {
        code: "two-tokens",
        message: "This connection has two tokens already, and the tenant allows no third.",
        field: null,
        remedy: "Revoke the one that is not in use, then try again.",
      } satisfies Problem;
    this.#made += 1;
    const token = `tok_x7QpF3vTjN5bRcU${this.#made}`;
    const valid_until = days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString();
    held.tokens = [...held.tokens, { id: token, scopes, created_at: ago(0), valid_until, last_used_at: null }];
    return { id: token, token: `${token}.example-only-4n0sYhWc81dPe` };
  }

  revoke(id: string, token: string) {
    const held = this.#held.get(id);
    if (held) held.tokens = held.tokens.filter((one) => one.id !== token);
  }

  activity(filter: ActivityFilter): Activity {
    const failed = (entry: ActivityEntry) =>
      entry.entry === "provisioning" ? entry.failed : entry.outcome === "failed";
    const fits = (entry: ActivityEntry) =>
      (filter.connection_id === null || entry.connection_id === filter.connection_id) &&
      (filter.client_id === null || (entry.entry === "sign_in" && entry.client_id === filter.client_id)) &&
      (filter.subject === "all" || (filter.subject === "sign_ins") === (entry.entry === "sign_in")) &&
      (!filter.failed_only || failed(entry)) &&
      JSON.stringify(entry).toLowerCase().includes(filter.text.trim().toLowerCase());
    const requests = this.requests.map((request) => ({ entry: "provisioning" as const, ...request }));
    return {
      kind: "read",
      entries: [...this.signIns.map((event) => ({ entry: "sign_in" as const, ...event })), ...requests].filter(fits),
      older: null,
      again_after: 5,
    };
  }
}

export function reviewOf(mapping: ScimPairRow[], provider: ScimProvider): ScimReview {
  const at = mapping.findIndex((one) => one.scim === "emails[primary eq true].value");
  const work = 'emails[type eq "work"].value';
  return {
    rows: mapping.map(({ scim }) => {
      const found = sent[scim];
      const problem = found || scim === "" ? null : `${scim} is no attribute of a user.`;
      return { value: (found?.[0] ?? null) as never, from: found?.[1] ?? null, problem };
    }),
    findings:
      provider === "entra" && at >= 0
        ? [
            {
              code: "mail-lost",
              title: "Email changes made in Entra would be lost",
              text: `It changes \`${work}\`, which this mapping keeps nowhere.`,
              rows: [at],
              fix: {
                label: "Use the work address",
                change: {
                  kind: "mapping",
                  mapping: mapping.map((one, index) => (index === at ? { ...one, scim: work } : one)),
                },
              },
            },
          ]
        : [],
    lost: ["name.formatted", "title"],
  };
}

/** A test as it grows: begun, half, and over. */
export function testStages(id: string, connection_id: string): ProvisioningTest[] {
  const step = (title: string, asked: string, check: string, status: number | null) => ({
    title,
    asked,
    ok: true,
    check,
    status,
    took_ms: 12,
    request: null,
    answer: null,
  });
  const steps = [
    step("A token of its own", "", "tok_x7QpF3vTjN5bRcUa for an hour", null),
    step("The user is created", "POST /Users", "It has the id oidc|acme|1", 201),
    step("It is deleted", "DELETE /Users/oidc%7Cacme%7C1", "Gone", 204),
    step("The token is revoked", "", "Nobody can use it any more", null),
  ];
  const test = { id, connection_id, started_at: ago(0) };
  const running = {
    ...test,
    state: "running" as const,
    headline: "Provisioning is tested",
    detail: "One marked user is created, changed, blocked and deleted.",
  };
  return [
    { ...running, steps: steps.slice(0, 1) },
    { ...running, steps: steps.slice(0, 2) },
    {
      ...test,
      state: "passed",
      headline: "Provisioning works",
      detail: "A provider can create, find, change, block and delete people. Nothing of the test is left.",
      steps,
    },
  ];
}

function sampleRequests(): ProvisioningRequest[] {
  const request = (
    id: string,
    minutes: number,
    method: string,
    about: string | null,
    summary: string,
    status: number,
    rest: Partial<ProvisioningRequest> = {},
  ): ProvisioningRequest => ({
    id,
    at: ago(minutes),
    failed: status >= 400,
    connection_id: "con_8ZkQ4tRvM2xJ",
    method,
    path: "/Users",
    status,
    about,
    summary,
    user_agent: "Entra",
    ip: "127.0.0.1",
    request: null,
    answer: null,
    changes: [],
    refusal: null,
    user_id: null,
    ...rest,
  });
  return [
    request("log_4", 6, "PATCH", "dispatch@contoso.example", "department changed", 200, {
      path: "/Users/oidc%7Ccontoso-entra%7C1",
      request: { Operations: [{ op: "Add", path: "department", value: "Pilots" }] } as never,
      answer: { userName: "dispatch@contoso.example" } as never,
      changes: [{ path: "app_metadata.department", before: null, after: "Pilots" }],
      user_id: "oidc|contoso-entra|1",
    }),
    request("log_3", 6, "GET", null, "1 found", 200, { path: '/Users?filter=userName eq "dispatch"' }),
    request("log_2", 41, "POST", "gate-9@contoso.example", "userName is taken", 409, {
      refusal: "The userName gate-9@contoso.example is taken by another user of this connection.",
    }),
    request("log_1", 50, "POST", "intern@acme.example", "Created", 201, { connection_id: "con_acmeokta77" }),
  ];
}

function sampleSignIns(): SignInEvent[] {
  const event = (id: string, minutes: number, person: string, rest: Partial<SignInEvent> = {}): SignInEvent => ({
    id,
    code: "s",
    at: ago(minutes),
    outcome: "succeeded",
    title: "Logged in",
    reason: null,
    person,
    user_id: `oidc|contoso-entra|${id}`,
    application: "Field Portal",
    client_id: "cQ7rT2vXw9yZ",
    connection_id: "con_8ZkQ4tRvM2xJ",
    connection: "contoso-entra",
    organization: null,
    ip: "203.0.113.7",
    user_agent: "Firefox 139",
    took_ms: 1400,
    trace_id: null,
    facts: [{ label: "Channel", value: "back_channel" }],
    details: { channel: "back_channel" } as never,
    ...rest,
  });
  return [
    event("90020_3", 1, "priya@contoso.example"),
    event("90020_2", 5, "payroll@globex.example", {
      code: "f",
      outcome: "failed",
      title: "Login failed",
      reason: "Issuer mismatch: expected id.globex.example, got sso.globex.example",
      application: "HR Desk",
      connection_id: "con_globex",
      connection: "globex-keycloak",
    }),
  ];
}
