import type { CheckResult, ConnectionForm, Finding, Step, StepKind, TrialRequest, TrialView } from "../bindings";
import { callbackUrl } from "./tenant";

let numbers = 0;

/** A whole trial as it ends; `failing` is the dial that makes it fail. */
export function trialFor(
  request: TrialRequest,
  form: ConnectionForm | undefined,
  failing: string | undefined,
): TrialView {
  const id = `trial-${(numbers += 1)}`;
  const issuer = (form?.discovery_url ?? "https://login.example.com").replace(/\/$/, "");
  const front = form?.channel === "front_channel";
  const all = passingSteps(issuer, form?.client_id ?? "client", front).filter(
    (step) => step.kind !== "profile" || request.way === "through_tenant",
  );
  const failure =
    failing === undefined ? null : (failures(issuer)[failing] ?? failures(issuer)["wrong_issuer"] ?? null);
  const end = failure ? all.findIndex((step) => step.kind === failure.step) + 1 : all.length;
  const steps = all
    .slice(0, end)
    .map((step, index) => (failure && index === end - 1 ? failedStep(step, failure) : step));
  return {
    id,
    place: "window",
    elsewhere: false,
    window_refused: false,
    connection_id: request.way === "lesson" ? null : request.connection_id,
    connection_name: form?.name ?? "",
    way: request.way === "lesson" ? "direct" : request.way,
    application: request.way === "through_tenant" ? "Field Portal" : null,
    organization: request.way === "through_tenant" ? request.organization : null,
    state: failure ? "failed" : "passed",
    headline: failure ? failure.headline : "Login works",
    detail: failure ? failure.detail : "Priya Natarajan signed in. 8 steps and 9 checks passed.",
    diagnosis: failure?.finding ?? null,
    also_failed: [],
    trace: {
      id: "5f3c81a0-2d7e-4b6f-9a11-7c20e5d4a3b8",
      channel: front ? "front_channel" : "back_channel",
      started_at: new Date(Date.now() - 9_000).toISOString(),
      steps,
      outcome: failure
        ? { kind: "refused", step: failure.step, finding: failure.finding }
        : { kind: "accepted", profile: { name: "Priya Natarajan", email: "priya@contoso.example" } },
    },
    finished_at: new Date().toISOString(),
  };
}

/** The same trial as it looks after each of its steps. */
export function unfold(whole: TrialView): TrialView[] {
  const running = whole.trace.steps.map((step, index): TrialView => ({
    ...whole,
    state: "running",
    headline: "Testing the login",
    detail: step.summary,
    diagnosis: null,
    also_failed: [],
    finished_at: null,
    trace: {
      ...whole.trace,
      outcome: null,
      steps: [
        ...whole.trace.steps.slice(0, index),
        {
          ...step,
          state: "running",
          elapsed_ms: null,
          summary: "",
          messages: [],
          checks: [],
          claims: [],
          attributes: [],
          findings: [],
        },
      ],
    },
  }));
  return [...running, whole];
}

type Failure = {
  step: StepKind;
  headline: string;
  detail: string;
  summary: string;
  finding: Finding;
  check?: Partial<CheckResult>;
};

function failures(issuer: string): Record<string, Failure> {
  return {
    wrong_issuer: {
      step: "id_token",
      headline: "Login failed at the ID token checks",
      detail: "The token names another issuer than the connection. The 5 steps before it passed.",
      summary: "The issuer differs",
      check: { code: "iss", state: "failed", expected: issuer, got: `${issuer}/`, literal: true },
      finding: {
        code: "id_token_issuer",
        severity: "error",
        member: "iss",
        message:
          "The ID token’s `iss` is not the issuer of this connection, so the token was refused. Nobody can log in with this connection.",
        expected: issuer,
        got: `${issuer}/`,
        literal: true,
        remedy:
          "Set the provider’s issuer to the expected value, without the slash at its end.\nOr save the discovery URL that belongs to the issuer it sends.\nTest again.",
        spec: "OpenID Connect Core 1.0, section 3.1.3.7, rule 2",
      },
    },
  };
}

function failedStep(step: Step, failure: Failure): Step {
  const checks = step.checks.map((check) =>
    failure.check && check.code === failure.check.code ? { ...check, ...failure.check } : check,
  );
  const messages =
    failure.finding.code === "invalid_client"
      ? step.messages.map((message) =>
          message.direction === "received"
            ? {
                ...message,
                status: 401,
                fields: [
                  field("error", "invalid_client"),
                  field(
                    "error_description",
                    "The client secret that was sent is not the one that belongs to this client.",
                  ),
                ],
              }
            : message,
        )
      : step.messages;
  const claims = step.claims.map((claim) =>
    claim.name === failure.finding.member
      ? { ...claim, value: failure.finding.got ?? "", note: "Differs from the issuer" }
      : claim,
  );
  return { ...step, state: "failed", summary: failure.summary, checks, messages, claims, findings: [failure.finding] };
}

function passingSteps(issuer: string, clientId: string, front: boolean): Step[] {
  const sent = (method: string, url: string, fields: Step["messages"][0]["fields"] = []) => ({
    direction: "sent" as const,
    method,
    url,
    status: null,
    fields,
  });
  const received = (status: number | null, fields: Step["messages"][0]["fields"] = [], url: string | null = null) => ({
    direction: "received" as const,
    method: null,
    url,
    status,
    fields,
  });
  const now = Math.floor(Date.now() / 1000);
  const steps: Step[] = [
    step("discovery", "Configuration and 5 keys loaded, issuer matches", 0, 184, {
      messages: [
        sent("GET", `${issuer}/.well-known/openid-configuration`),
        received(200),
        sent("GET", `${issuer}/keys`),
        received(200),
      ],
      checks: [
        check("issuer", "Issuer equals the URL"),
        check("members", "All required values are present"),
        check("https", "Endpoints use HTTPS"),
        check("keys", "Key set has RS256 signing keys"),
      ],
    }),
    step(
      "authorization_request",
      front
        ? "ID token by form_post, scopes openid profile email"
        : "Code flow with PKCE S256, scopes openid profile email",
      184,
      9,
      {
        messages: [
          sent("GET", `${issuer}/authorize`, [
            field("response_type", front ? "id_token" : "code"),
            field("client_id", clientId),
            field("redirect_uri", callbackUrl),
            field("scope", "openid profile email"),
            field("state", "22 characters, sha256 b1946ac9", true),
            field("code_challenge", "mT9aQ2bq8v0LkE4Q"),
          ]),
        ],
      },
    ),
    step("sign_in", "Finished in the sign-in window", 193, 7100),
    step(
      "authorization_response",
      front ? "ID token received, state matches" : "Code received, state matches",
      7293,
      12,
      {
        messages: [
          {
            direction: "received",
            method: front ? "POST" : "GET",
            url: "/login/callback",
            status: null,
            fields: [
              field(front ? "id_token" : "code", "48 characters, sha256 7d793037", true),
              field("state", "22 characters, sha256 b1946ac9", true),
            ],
          },
        ],
        checks: [check("state", "State equals the one sent"), check("error", "No error returned")],
      },
    ),
  ];
  if (!front) {
    steps.push(
      step("token_request", "Code redeemed with client_secret_post, ID token returned", 7305, 612, {
        messages: [
          sent("POST", `${issuer}/token`, [
            field("grant_type", "authorization_code"),
            field("client_id", clientId),
            field("client_secret", "33 characters, sha256 2c26b46b", true),
            field("code_verifier", "43 characters, sha256 fcde2b2e", true),
          ]),
          received(200, [
            field("token_type", "Bearer"),
            field("expires_in", "3600"),
            field("id_token", "1412 characters, sha256 baa5a096", true),
          ]),
        ],
      }),
    );
  }
  const at = front ? 7305 : 7917;
  steps.push(
    step("id_token", "Signature valid, 8 of 8 checks passed", at, 31, {
      checks: [
        check("sig", "Signature verifies", "kid"),
        check("alg", "Algorithm allowed", "alg"),
        check("iss", "Issuer matches", "iss"),
        check("aud", "Audience is this client", "aud"),
        check("nonce", "Nonce matches", "nonce"),
        check("exp", "Not expired", "exp"),
        check("iat", "Issued just now", "iat"),
        check("sub", "Subject present", "sub"),
        { ...check("azp", "Authorized party", "azp"), state: "not_applicable" },
      ],
      claims: [
        claim("iss", issuer, "Equals the issuer"),
        claim("aud", clientId, "Equals the Client ID"),
        claim("sub", "qE7w2NfYkT0hVb5xLrUo8cJmZsPd3aGi", "Becomes the user ID"),
        claim("nonce", "n-8Yt4vQ1pRz", "Equals the one sent"),
        claim("iat", now, "Just now"),
        claim("exp", now + 3900, "In 65 minutes"),
        claim("name", "Priya Natarajan", null),
        claim("email", "priya@contoso.example", null),
        claim("email_verified", true, null),
        claim("groups", ["staff", "engineering"], "Not mapped"),
      ],
    }),
    step("claims_mapping", "3 attributes filled from 3 claims", at + 31, 3, {
      attributes: [
        attribute("name", "Priya Natarajan"),
        attribute("email", "priya@contoso.example"),
        attribute("username", "priya@contoso.example", "preferred_username"),
      ],
    }),
    step("profile", "Profile of Priya Natarajan", at + 34, 44, {
      attributes: [
        attribute("user_id", "oidc|contoso-entra|qE7w2NfYkT0hVb5xLrUo8cJmZsPd3aGi", "sub"),
        attribute("name", "Priya Natarajan"),
        attribute("email", "priya@contoso.example"),
        attribute("email_verified", true),
        attribute("given_name", "Priya"),
        attribute("family_name", "Natarajan"),
      ],
    }),
  );
  return steps;
}

function step(kind: StepKind, summary: string, started_ms: number, elapsed_ms: number, kept: Partial<Step> = {}): Step {
  return {
    kind,
    state: "passed",
    summary,
    started_ms,
    elapsed_ms,
    messages: [],
    checks: [],
    findings: [],
    claims: [],
    attributes: [],
    ...kept,
  };
}

function check(code: string, title: string, member: string | null = null): CheckResult {
  return {
    code,
    title,
    member,
    state: "passed",
    expected: null,
    got: null,
    literal: false,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7",
  };
}

const field = (name: string, value: string, masked = false) => ({ name, value, masked });
const claim = (name: string, value: Step["claims"][0]["value"], note: string | null) => ({ name, value, note });
const attribute = (name: string, value: Step["attributes"][0]["value"], from = name) => ({ name, value, from });
