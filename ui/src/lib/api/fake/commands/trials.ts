// Test logins.
import type { ReportReader, TrialApplication, TrialPlace, TrialRequest, TrialStop, TrialView } from "../../bindings";
import { keep, keptOf } from "../keptTrials";
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
    const view = state.trials.get(id) ?? (state.views.find((view) => view.id === id)?.last_trial ? sample(id) : null);
    return view && view.state !== "running" ? [keptOf(view)] : [];
  }),
  trialReport: command("trialReport", (id: string, reader: ReportReader) => `# Report of ${id} (${reader})`),
};

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
