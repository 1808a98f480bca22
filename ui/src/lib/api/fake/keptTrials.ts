import type { KeptTrial, TrialView } from "../bindings";
import { state } from "./state";

/** What the list and the page then say of it; a test without a verdict says nothing. */
export function keep(key: string, trial: TrialView) {
  state.trials.set(key, trial);
  state.kept.set(trial.id, trial);
  const { way, verdict, headline, finished_at } = keptOf(trial);
  if (trial.state === "running" || verdict === "ended") return;
  state.views = state.views.map((view) =>
    view.id === key ? { ...view, last_trial: { way, verdict, headline, finished_at, changed: [] } } : view,
  );
}

/** Of a connection, newest first. */
export function keptOfConnection(id: string): KeptTrial[] {
  const own = [...state.kept.values()].filter((view) => view.connection_id === id && view.state !== "running");
  return own.reverse().map(keptOf);
}

function keptOf(view: TrialView): KeptTrial {
  const verdict =
    view.state === "passed" ? (view.diagnosis ? "warned" : "passed") : view.state === "failed" ? "failed" : "ended";
  return {
    id: view.id,
    way: view.way,
    verdict,
    headline: view.headline,
    detail: view.detail,
    finished_at: view.finished_at ?? view.trace.started_at,
    person: "Priya Natarajan",
    took_ms: 8000,
    has_steps: true,
  };
}
