// Stand-in with the shape of the generated file, which replaces it.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

export const commands = {
  desk: () => typed<Desk>("desk"),
  checkProvider: (ticket: string, input: string) => typed<ProviderCheck>("check_provider", { ticket, input }),
  cancel: (ticket: string) => typed<null>("cancel", { ticket }),
  listConnections: () => typed<ConnectionRow[]>("list_connections"),
  connection: (id: string) => typed<ConnectionView>("connection", { id }),
  checkName: (name: string) => typed<Problem | null>("check_name", { name }),
  createConnection: (form: ConnectionForm) => typed<ConnectionView>("create_connection", { form }),
  connectPracticeProvider: () => typed<ConnectionView>("connect_practice_provider"),
  saveConnection: (id: string, form: ConnectionForm) => typed<ConnectionView>("save_connection", { id, form }),
  revealSecret: (connectionId: string) => typed<string>("reveal_secret", { connectionId }),
  listApplications: (connectionId: string) => typed<ApplicationRow[]>("list_applications", { connectionId }),
  enableApplication: (connectionId: string, clientId: string, enabled: boolean) => typed<null>("enable_application", { connectionId, clientId, enabled }),
  practice: () => typed<PracticeView>("practice"),
  revealPracticeSecret: () => typed<string>("reveal_practice_secret"),
  setDial: (name: string, on: boolean) => typed<PracticeView>("set_dial", { name, on }),
  startTrial: (request: TrialRequest) => typed<TrialView>("start_trial", { request }),
  cancelTrial: (id: string) => typed<null>("cancel_trial", { id }),
  lastTrial: (connectionId: string) => typed<TrialView | null>("last_trial", { connectionId }),
};

export const events = {
  trialChanged: {
    listen: (cb: (event: { payload: TrialView }) => void): Promise<() => void> => listen<TrialView>("trial-changed", cb),
  },
};

export type Channel = "front_channel" | "back_channel";
export type Severity = "note" | "warning" | "error";
export type Finding = { code: string; severity: Severity; member: string | null; message: string; expected: string | null; got: string | null; remedy: string | null; spec: string };
export type Desk = { version: string; tenant: TenantView };
export type TenantView = { name: string; place: string; url: string; callback_url: string };
export type ConnectionRow = { id: string; name: string; display_name: string; issuer_host: string | null; channel: Channel; enabled_applications: number; last_trial: TrialSummary | null };
export type TrialSummary = { finished_at: string; passed: boolean; headline: string };
export type ConnectionView = { id: string; form: ConnectionForm; callback_url: string; enabled_applications: number; has_secret: boolean; last_trial: TrialSummary | null; practice: boolean };
export type ConnectionForm = { name: string; discovery_url: string; channel: Channel; client_id: string; client_secret: SecretInput; scope: string; sync_at_each_login: boolean };
export type SecretInput = { kind: "unchanged" } | { kind: "replace"; value: string };
export type ProviderCheck = { found: FoundProvider | null; tried: TriedUrl[]; front_channel: ChannelCheck; back_channel: ChannelCheck; findings: Finding[]; elapsed_ms: number };
export type FoundProvider = { discovery_url: string; issuer: string | null; issuer_matches_url: boolean; authorization_endpoint: string | null; token_endpoint: string | null; userinfo_endpoint: string | null; jwks_uri: string | null; signing_algorithms: string[]; usable_keys: number | null; pkce_methods: string[]; scopes: string[]; vendor: string | null };
export type TriedUrl = { url: string; outcome: string };
export type ChannelCheck = { usable: boolean; missing: string[]; invalid: string[] };
export type ApplicationRow = { client_id: string; name: string; app_type: string | null; enabled: boolean };
export type TrialRequest = { way: "direct"; connection_id: string | null; form: ConnectionForm } | { way: "through_tenant"; connection_id: string };
export type TrialWay = "direct" | "through_tenant";
export type TrialState = "running" | "passed" | "failed" | "ended";
export type TrialView = { id: string; connection_id: string | null; connection_name: string; way: TrialWay; state: TrialState; headline: string; detail: string; diagnosis: Finding | null; trace: Trace; finished_at: string | null };
export type Trace = { id: string; channel: Channel; started_at: string; steps: Step[]; outcome: Outcome | null };
export type Outcome = { kind: "accepted"; profile: { [key: string]: JsonValue } } | { kind: "refused"; step: StepKind; finding: Finding } | { kind: "abandoned"; step: StepKind; reason: string };
export type StepKind = "discovery" | "authorization_request" | "sign_in" | "authorization_response" | "token_request" | "id_token" | "userinfo" | "claims_mapping" | "profile" | "application";
export type StepState = "running" | "passed" | "warned" | "failed";
export type Step = { kind: StepKind; state: StepState; summary: string; started_ms: number; elapsed_ms: number | null; messages: Message[]; checks: CheckResult[]; findings: Finding[]; claims: Claim[]; attributes: Attribute[] };
export type Message = { direction: "sent" | "received"; method: string | null; url: string | null; status: number | null; fields: Field[] };
export type Field = { name: string; value: string; masked: boolean };
export type CheckState = "passed" | "warned" | "failed" | "not_applicable";
export type CheckResult = { code: string; title: string; member: string | null; state: CheckState; expected: string | null; got: string | null; spec: string };
export type Claim = { name: string; value: JsonValue; note: string | null };
export type Attribute = { name: string; value: JsonValue; from: string };
export type PracticeView = { issuer: string; discovery_url: string; client_id: string; dials: DialView[] };
export type DialView = { name: string; title: string; description: string; on: boolean };
export type Problem = { code: string; message: string; field: string | null; remedy: string | null };
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

type Result<T> = { status: "ok"; data: T } | { status: "error"; error: Problem };

async function typed<T>(command: string, args?: Record<string, unknown>): Promise<Result<T>> {
  try {
    return { status: "ok", data: await invoke<T>(command, args) };
  } catch (error) {
    if (error instanceof Error) throw error;
    return { status: "error", error: error as Problem };
  }
}
