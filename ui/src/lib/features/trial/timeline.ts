import type { Channel, Step, StepKind, StepState, TrialView } from "$lib/api";

export type Row = {
  kind: StepKind;
  label: string;
  /** A step that still ran when the trial ended is "stopped". */
  state: StepState | "stopped" | "not_reached";
  summary: string;
  step: Step | null;
  /** Where the step lies in the whole trial, in percent. */
  at: number;
  length: number;
};

export const stepLabels: Record<StepKind, string> = {
  discovery: "Discovery",
  authorization_request: "Authorization request",
  sign_in: "Sign-in at provider",
  authorization_response: "Callback",
  token_request: "Token request",
  id_token: "ID token checks",
  userinfo: "Userinfo",
  claims_mapping: "Claims mapping",
  profile: "Profile",
  application: "Application",
};

const promises: Partial<Record<StepKind, string>> = {
  discovery: "Reads the provider’s configuration and signing keys",
  authorization_request: "Builds the request that sends you to the provider",
  sign_in: "You sign in, in a window of its own",
  authorization_response: "Takes what the provider sends back",
  token_request: "Redeems the code, with the Client Secret",
  id_token: "Verifies the signature and every claim that must match",
  claims_mapping: "Turns claims into attributes",
  profile: "Shows the profile that an application would get",
};

const expected: StepKind[] = ["discovery", "authorization_request", "sign_in", "authorization_response", "token_request", "id_token", "claims_mapping", "profile"];

/** The rows of a trial: what happened in its order, then what was not reached. */
export function timeline(view: TrialView): Row[] {
  const { steps, channel } = view.trace;
  const total = elapsed(view);
  const reached = steps.map((step) => ({
    kind: step.kind,
    label: stepLabels[step.kind],
    state: stateIn(view, step),
    summary: summaryIn(view, step),
    step,
    at: total === 0 ? 0 : (step.started_ms / total) * 100,
    length: total === 0 ? 0 : ((step.elapsed_ms ?? total - step.started_ms) / total) * 100,
  }));
  if (view.state === "passed") return reached;
  const seen = new Set(steps.map((step) => step.kind));
  const rest = expected.filter((kind) => !seen.has(kind) && (kind !== "token_request" || channel === "back_channel"));
  const summary = view.state === "running" ? "Not reached yet" : "Not reached";
  return [...reached, ...rest.map((kind): Row => ({ kind, label: stepLabels[kind], state: "not_reached", summary, step: null, at: 0, length: 0 }))];
}

function stateIn(view: TrialView, step: Step): Row["state"] {
  return step.state === "running" && view.state !== "running" ? "stopped" : step.state;
}

function summaryIn(view: TrialView, step: Step): string {
  if (step.state !== "running") return step.summary;
  if (view.state !== "running") return "Stopped here";
  return step.kind === "sign_in" ? "Waiting for you in the sign-in window" : step.summary;
}

/** The rows before the first trial: what each step will do. */
export function ahead(channel: Channel): Row[] {
  return expected
    .filter((kind) => kind !== "token_request" || channel === "back_channel")
    .map((kind) => ({ kind, label: stepLabels[kind], state: "not_reached", summary: promises[kind] ?? "", step: null, at: 0, length: 0 }));
}

/** How long the trial took, up to the end of the last step that ended. */
export function elapsed(view: TrialView): number {
  return Math.max(0, ...view.trace.steps.map((step) => step.started_ms + (step.elapsed_ms ?? 0)));
}

/** Steps that are open when they appear: what went wrong, or what a passed login is about. */
export function opensAtFirst(row: Row): boolean {
  return row.state === "failed" || (row.kind === "id_token" && row.state !== "running" && row.state !== "stopped") || row.kind === "profile";
}
