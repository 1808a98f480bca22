import type { Channel, Step, StepKind, StepState, TrialView, TrialWay } from "$lib/api";
import { count } from "$lib/ui/text";

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

const stepLabels: Record<StepKind, string> = {
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
  tenant_log: "Tenant’s log",
};

/** What each step does. */
export const does: Record<StepKind, string> = {
  discovery: "Reads the provider’s configuration and signing keys",
  authorization_request: "Builds the request that sends you to the provider",
  sign_in: "You sign in, in a window of its own",
  authorization_response: "Takes what the provider sends back",
  token_request: "Redeems the code, with the Client Secret",
  id_token: "Verifies the signature and every claim that must match",
  userinfo: "Reads the claims that the mapping takes from userinfo",
  claims_mapping: "Turns claims into attributes",
  profile: "Writes the user, and shows the profile that an application gets",
  application: "Redeems the application’s code and verifies the tenant’s ID token",
  tenant_log: "Finds what the tenant wrote down of this sign-in",
};

/** What a trial is of, as far as its steps depend on it. */
export type Course = {
  channel: Channel;
  way: TrialWay;
  /** The mapping takes claims from userinfo. */ userinfo: boolean;
  /** Through a tenant whose own steps are not seen. */ elsewhere?: boolean;
};

/** The steps that a trial takes when it goes through. */
function stepsOf({ channel, way, userinfo, elsewhere = false }: Course): StepKind[] {
  if (elsewhere && way === "through_tenant")
    return ["authorization_request", "sign_in", "application", "tenant_log", "profile"];
  const back = channel === "back_channel";
  return [
    "discovery",
    "authorization_request",
    "sign_in",
    "authorization_response",
    ...(back ? (["token_request"] as const) : []),
    "id_token",
    ...(back && userinfo ? (["userinfo"] as const) : []),
    "claims_mapping",
    ...(way === "through_tenant" ? (["profile", "application"] as const) : []),
  ];
}

/** The rows of a trial: what happened in its order, then what was not reached. */
export function timeline(view: TrialView, userinfo = false): Row[] {
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
  const rest = stepsOf({ channel, way: view.way, userinfo, elsewhere: view.elsewhere }).filter(
    (kind) => !seen.has(kind),
  );
  const summary = view.state === "running" ? "Not reached yet" : "Not reached";
  return [
    ...reached,
    ...rest.map((kind): Row => ({
      kind,
      label: stepLabels[kind],
      state: "not_reached",
      summary,
      step: null,
      at: 0,
      length: 0,
    })),
  ];
}

function stateIn(view: TrialView, step: Step): Row["state"] {
  return view.state === "ended" && (step.state === "running" || step.state === "failed") ? "stopped" : step.state;
}

function summaryIn(view: TrialView, step: Step): string {
  if (stateIn(view, step) === "stopped") return step.page ? `Stopped on a page of ${step.page.host}` : "Stopped here";
  if (step.state === "failed" && step.page)
    return `Stopped on a page ${step.page.marks[0] ? `that says ${step.page.marks[0]}` : `of ${step.page.host}`}`;
  // The sentence stands above the steps already.
  if (step.state === "failed" && step.summary === view.diagnosis?.message) {
    const failed = step.checks.filter((check) => check.state === "failed").map((check) => check.title);
    return failed.length > 0 ? `Failed: ${failed.join(", ")}` : "Failed, as told above";
  }
  if (step.state !== "running") return step.summary;
  if (step.kind !== "sign_in") return step.summary;
  if (step.page) return `Waiting for you at ${step.page.host}`;
  return view.place === "window" ? "Waiting for you in the sign-in window" : "Waiting for you in the browser";
}

/** The rows before the first trial: what each step will do. */
export function ahead(course: Course): Row[] {
  return stepsOf(course).map((kind) => ({
    kind,
    label: stepLabels[kind],
    state: "not_reached",
    summary: does[kind],
    step: null,
    at: 0,
    length: 0,
  }));
}

/** The line under the headline; what the diagnosis says below it does not repeat. */
export function brief(view: TrialView): string {
  if (!view.diagnosis) return view.detail;
  if (view.state === "ended") return view.detail.replace(view.diagnosis.message, "").trim();
  const before = view.trace.steps.length - 1;
  if (view.state === "passed") return `All ${count(before + 1, "step")} passed.`;
  if (before < 1) return "It was the first step.";
  return before === 1 ? "The step before it passed." : `The ${before} steps before it passed.`;
}

/** How long the trial took, up to the end of the last step that ended. */
export function elapsed(view: TrialView): number {
  return Math.max(0, ...view.trace.steps.map((step) => step.started_ms + (step.elapsed_ms ?? 0)));
}

/** Steps that are open when they appear: what went wrong, or what a passed login is about. */
export function opensAtFirst(row: Row): boolean {
  return (
    row.state === "failed" ||
    (row.state === "stopped" && row.step?.page != null) ||
    (row.kind === "id_token" && row.state !== "running" && row.state !== "stopped") ||
    row.kind === "profile"
  );
}
