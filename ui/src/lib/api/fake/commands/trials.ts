// Test logins.
import type {
  JudgeForm,
  TrialComparison,
  Problem,
  ReportReader,
  TrialApplication,
  TrialPlace,
  TrialRequest,
  TrialStop,
  TrialView,
} from "../../bindings";
import { keep, keptOfConnection } from "../keptTrials";
import { played } from "../played";
import { command, emitted, found, state } from "../state";
import { unfold } from "../trials";

export const trials = {
  trialApplications: command("trialApplications", (id: string): TrialApplication[] =>
    state.people.forTrial(id, found(id).form.name),
  ),
  allowLogin: command("allowLogin", () => null),
  startTrial: command("startTrial", (id: string, request: TrialRequest, place: TrialPlace) => {
    const of = request.way === "lesson" ? null : request.connection_id;
    const view = of === null ? null : found(of);
    const failing = view?.practice || request.way === "lesson" ? state.dials.find((dial) => dial.on)?.name : undefined;
    const whole = {
      ...played(request, view?.form ?? (request.way === "direct" ? request.form : undefined), failing, place),
      id,
    };
    const stages = unfold(whole);
    state.trials.set(whole.connection_id ?? "draft", stages[0] ?? whole);
    stages.forEach((stage, index) => setTimeout(() => settle(stage), state.pace * (index + 1)));
    return stages[0] ?? whole;
  }),
  cancelTrial: command("cancelTrial", (id: string, why: TrialStop) => {
    const view = [...state.trials.values()].find((one) => one.id === id);
    const detail = why === "left" ? "You left the page of the test while it ran." : "You cancelled the test.";
    if (view)
      settle({ ...view, state: "ended", headline: "Test ended", detail, finished_at: new Date().toISOString() });
    return null;
  }),
  keptTrials: command("keptTrials", (id: string) => {
    const tested = state.views.find((view) => view.id === id)?.last_trial;
    if (tested && keptOfConnection(id).length === 0) {
      const view = sample(id);
      state.kept.set(view.id, view);
    }
    return keptOfConnection(id);
  }),
  keptTrial: command("keptTrial", (id: string) => shown(id)),
  keptFacts: command("keptFacts", (id: string) => ({
    short_id: "K7M-4QX",
    judged_by: judgedBy(id),
    has_tokens: false,
  })),
  judgeTrial: command("judgeTrial", (id: string, by: JudgeForm) => {
    const view = shown(id);
    const would: TrialView = { ...view, headline: "Login would work", state: "passed", diagnosis: null };
    return { view: would, comparison: compared(view, would, "Issuer expected", judgedBy(id)?.issuer, by.issuer) };
  }),
  compareTrials: command("compareTrials", (a: string, b: string) =>
    compared(shown(a), shown(b), "Result", shown(a).headline, shown(b).headline),
  ),
  revealTrialTokens: command("revealTrialTokens", () => ({ id_token: "eyJ.e30.c2ln", access_token: null })),
  keepsTokens: command("keepsTokens", () => state.keepsTokens),
  keepTokens: command("keepTokens", (keep: boolean) => {
    state.keepsTokens = keep;
    return null;
  }),
  saveTrialReport: command("saveTrialReport", (_id, _reader, format) => `/tmp/login-test-K7M-4QX.${format}`),
  forgetPerson: command("forgetPerson", () => {
    state.kept.clear();
    return { tests: 1, sign_ins: 1, log_entries: 2, beyond: ["The user itself stays under Users; delete it there."] };
  }),
  signInSteps: command("signInSteps", (id: string) => ({ ...sample(state.views[0]?.id ?? ""), id })),
  trialReport: command("trialReport", (id: string, reader: ReportReader) => `# Report of ${id} (${reader})`),
};

function shown(id: string): TrialView {
  const view = state.kept.get(id);
  if (!view)
    throw {
      code: "trial-not-kept",
      message: "The steps of that test are not kept.",
      field: null,
      remedy: "Test again.",
    } satisfies Problem;
  return view;
}

function judgedBy(id: string): JudgeForm | null {
  const form = state.views.find((view) => view.id === state.kept.get(id)?.connection_id)?.form;
  if (!form) return null;
  const { client_id, id_token_algs: algorithms, mapping } = form;
  return { issuer: form.discovery_url, client_id, algorithms, leeway_seconds: 60, nonce: true, mapping };
}

function compared(a: TrialView, b: TrialView, name: string, before = "", after = ""): TrialComparison {
  const facts = [
    { name, a: before, b: after },
    { name: "Client ID", a: "client", b: "client" },
    { name: "ID token, email", a: null, b: "priya@contoso.example" },
  ];
  const same = facts.filter((fact) => fact.a === fact.b).length;
  return { title: `${a.headline}; then: ${b.headline}`, a, b, facts, same };
}

function settle(view: TrialView) {
  const key = view.connection_id ?? "draft";
  if (state.trials.get(key)?.id === view.id && state.trials.get(key)?.state !== "running") return;
  keep(key, view);
  emitted(view);
}

function sample(id: string): TrialView {
  const view = found(id);
  return played(
    { way: "through_tenant", connection_id: id, application: null, organization: null },
    view.form,
    view.last_trial?.verdict === "passed" ? undefined : "wrong-issuer",
  );
}
