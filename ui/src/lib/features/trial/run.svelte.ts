import { asProblem, cancelTrial, lastTrial, onTrialChanged, startTrial, type Problem, type TrialRequest, type TrialView } from "$lib/api";

/** One place's test logins: the latest is shown, one runs at a time. */
export class TrialRun {
  view = $state.raw<TrialView | null>(null);
  problem = $state.raw<Problem | null>(null);
  starting = $state(false);
  cancelling = $state(false);

  readonly running = $derived(this.starting || this.view?.state === "running");

  /** Told each time a trial ends. */
  onfinished: ((view: TrialView) => void) | null = null;

  // The first events may come before the answer that says which trial is ours.
  #early: Record<string, TrialView> = {};

  /** Follows the program's events until the answer is called. */
  attach(): () => void {
    return onTrialChanged((changed) => this.#changed(changed));
  }

  async load(connectionId: string) {
    try {
      const last = await lastTrial(connectionId);
      if (this.view === null && !this.starting) this.view = last;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  async start(request: TrialRequest): Promise<void> {
    if (this.running) return;
    this.starting = true;
    this.problem = null;
    this.#early = {};
    try {
      const view = await startTrial(request);
      this.#show(this.#early[view.id] ?? view);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      this.starting = false;
      this.#early = {};
    }
  }

  async cancel() {
    if (this.view?.state !== "running" || this.cancelling) return;
    this.cancelling = true;
    try {
      await cancelTrial(this.view.id);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      this.cancelling = false;
    }
  }

  #changed(changed: TrialView) {
    if (this.starting) this.#early[changed.id] = changed;
    else if (changed.id === this.view?.id) this.#show(changed);
  }

  #show(view: TrialView) {
    const ended = view.state !== "running" && !(this.view?.id === view.id && this.view.state === view.state);
    this.view = view;
    if (ended) this.onfinished?.(view);
  }
}
