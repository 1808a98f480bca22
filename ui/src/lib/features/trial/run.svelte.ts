import { asProblem, cancelTrial, lastTrial, onTrialChanged, startTrial, type Problem, type TrialRequest, type TrialStop, type TrialView } from "$lib/api";

/** One place's test logins: the latest is shown, one runs at a time. */
export class TrialRun {
  view = $state.raw<TrialView | null>(null);
  problem = $state.raw<Problem | null>(null);
  starting = $state(false);
  cancelling = $state(false);

  readonly running = $derived(this.starting || this.view?.state === "running");

  /** Told each time a trial ends. */
  onfinished: ((view: TrialView) => void) | null = null;

  /** Of the trial begun last, from its click on. */
  #id: string | null = null;
  #stop: TrialStop | null = null;

  /** Follows the program's events until the answer is called, which ends what still runs. */
  attach(): () => void {
    const detach = onTrialChanged((changed) => {
      if (changed.id === this.#id) this.#show(changed);
    });
    return () => {
      detach();
      this.onfinished = null;
      if (this.running) void this.#end("left");
    };
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
    const id = crypto.randomUUID();
    this.#id = id;
    this.#stop = null;
    this.starting = true;
    this.problem = null;
    try {
      const view = await startTrial(id, request);
      // An event that came before the answer knows more.
      if (this.view?.id !== id) this.#show(view);
      // The wish to end it may have come before the program knew the trial.
      if (this.#stop !== null) await cancelTrial(id, this.#stop);
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.code !== "cancelled") this.problem = problem;
    } finally {
      this.starting = false;
    }
  }

  async cancel() {
    if (!this.running || this.cancelling) return;
    this.cancelling = true;
    await this.#end("cancelled");
    this.cancelling = false;
  }

  async #end(why: TrialStop) {
    if (this.#id === null) return;
    this.#stop = why;
    try {
      await cancelTrial(this.#id, why);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  #show(view: TrialView) {
    const ended = view.state !== "running" && !(this.view?.id === view.id && this.view.state === view.state);
    this.view = view;
    if (ended) this.onfinished?.(view);
  }
}
