// A preflight of the in-memory desk: one callback is missing, and scopes tell nothing.
import type { ConnectionForm, Experiment, Preflight, PreflightVerdict } from "../bindings";
import { callbackUrl } from "./tenant";

const ownDomain = "https://login.exampleco.example/login/callback";
const back = "Came back with login_required";
const missing = "400 page, “redirect_uri is not registered”";
const alike = "A wrong value is answered the same way: this provider tells nothing before the sign-in.";

/** By the ID of its request. */
const answers: Record<string, string> = {
  "callback-1": missing,
  "callback-2": back,
  "callback-2-control": missing,
  "client-id-control": "400 page, “unknown client”",
  "channel-control": "Came back with unsupported_response_type",
  "pkce-control": "Came back with invalid_request: code_challenge_method",
  "scopes-control": back,
  "client-authentication": "400 invalid_grant",
  "client-authentication-control": "401 invalid_client",
};

export function planned(form: ConnectionForm): Preflight {
  const value = (id: string, title: string, text: string, own = false): Experiment => ({
    ...experiment(id, title),
    own: { request: own ? id : null, asked: text, literal: true, got: null },
    control: { request: `${id}-control`, asked: `${text}x`, literal: true, got: null },
  });
  const secret: Experiment = {
    ...experiment("client-authentication", "Client Secret"),
    own: side("client_secret_post, with a code that nobody issued", "client-authentication"),
    control: side("The same with one more character", "client-authentication-control"),
  };
  const claims: Experiment = {
    ...experiment("claims", "Claims that arrive"),
    own: side("What the mapping takes", null),
    control: side("None", null),
    because: "Only a sign-in can tell.",
  };
  const experiments = [
    value("callback-1", "Callback, tenant domain", callbackUrl, true),
    value("callback-2", "Callback, login.exampleco.example", ownDomain, true),
    value("client-id", "Client ID", form.client_id),
    secret,
    value("channel", "Back Channel", "response_type=code"),
    value("pkce", "PKCE S256", "code_challenge_method=S256"),
    value("scopes", "Scopes", form.scope),
    claims,
  ];
  const ids = experiments.flatMap(({ own, control }) => [own.request, control.request]).filter((id) => id !== null);
  return {
    vendor: null,
    state: "planned",
    headline: "Nothing was asked yet",
    stopped: null,
    requests: ids.map((id) => {
      const token = id.startsWith("client-authentication");
      return {
        id,
        method: token ? "POST" : "GET",
        url: `https://login.wingtip.example/${token ? "token" : "authorize"}`,
        logs: `The provider may write a failed ${token ? "client authentication" : "authorization"} into its log.`,
        sent: false,
      };
    }),
    experiments,
    left_out: [],
    compatibility: {
      headline: "Usable with Back Channel",
      channel: common(
        "back_channel",
        "Back Channel",
        "Front Channel too, but the ID token would pass through the browser.",
      ),
      client_authentication: {
        ...common(
          "private_key_jwt",
          "Private Key JWT",
          "Offered, once the connection’s key is registered there. You use client_secret_post.",
        ),
        used: false,
      },
      pkce: common("S256", "S256", "Announced."),
      algorithm: {
        ...common("ES256", "ES256", "Announced, with a key for it: ES256 and RS256. You allow RS256 only."),
        used: false,
      },
    },
  };
}

/** After every answer, the last one whole. */
export function asked(plan: Preflight, without: string[]): Preflight[] {
  const order = plan.requests.map(({ id }) => id).filter((id) => !without.includes(id) && id !== "callback-1-control");
  const stages = order.map((_, index) => after(plan, order.slice(0, index + 1)));
  const last = stages.at(-1) ?? after(plan, []);
  const headline = order.includes("callback-1") ? "A callback URL is missing at the provider" : "Nothing is refused";
  return [...stages, { ...last, state: "done", headline }];
}

function after(plan: Preflight, sent: string[]): Preflight {
  const got = (id: string | null) => (id !== null && sent.includes(id) ? (answers[id] ?? null) : null);
  const shared = got("callback-2");
  return {
    ...plan,
    state: "running",
    headline: "Asking the provider",
    requests: plan.requests.map((request) => ({ ...request, sent: sent.includes(request.id) })),
    experiments: plan.experiments.map((one) => {
      const own = one.own.request === null && one.id !== "claims" ? shared : got(one.own.request);
      const control = got(one.control.request);
      return {
        ...one,
        own: { ...one.own, got: own },
        control: { ...one.control, got: control },
        ...judged(one, own, control),
      };
    }),
  };
}

function judged(one: Experiment, own: string | null, control: string | null) {
  const verdict = (verdict: PreflightVerdict, because: string, remedy: string | null = null) => ({
    verdict,
    because,
    remedy,
  });
  if (one.id === "claims") return verdict("unknown", one.because);
  if (own === null) return verdict("unknown", "It was not asked.");
  if (own === missing)
    return verdict(
      "refused",
      "The provider’s own words say so.",
      `Add ${one.own.asked} to the redirect URIs of the client at the provider, letter for letter.`,
    );
  if (control === null) return verdict("unknown", "Its control was not sent, so nothing is proven.");
  if (own === control) return verdict("unknown", alike);
  return verdict("proven", "The provider goes on, and refuses a wrong value.");
}

function experiment(id: string, title: string): Experiment {
  const none = side("", null);
  return { id, title, own: none, control: none, verdict: "unknown", because: "", remedy: null };
}

function side(asked: string, request: string | null) {
  return { request, asked, literal: false, got: null };
}

function common(strongest: string, label: string, because: string) {
  return { strongest, label, because, used: true };
}
