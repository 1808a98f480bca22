import {
  asProblem,
  cancelTrial,
  keptTrial,
  keptTrials,
  onTrialChanged,
  startTrial,
  type KeptTrial,
  type Problem,
  type TrialPlace,
  type TrialRequest,
  type TrialStop,
  type TrialView,
} from "$lib/api";
import { verdictOf } from "./verdicts";

/** One place's test logins: the latest is shown, one runs at a time. */
export class TrialRun {
  view = $state.raw<TrialView | null>(null);
  /** The kept one that is shown, be it without its steps. */
  past = $state.raw<KeptTrial | null>(null);
  /** Its steps are being read. */
  reading = $state(false);
  /** The tests that are kept of the connection, newest first. */
  kept = $state.raw<KeptTrial[]>([]);
  /** The newest that came to a verdict. */
  verdict = $state.raw<KeptTrial | null>(null);
  problem = $state.raw<Problem | null>(null);
  starting = $state(false);
  cancelling = $state(false);

  readonly running = $derived(this.starting || this.view?.state === "running");

  /** The last verdict, where what is shown came to none. */
  readonly before = $derived(
    (this.view ? this.view.state === "ended" : this.past?.verdict === "ended") ? this.verdict : null,
  );

  /** Told each time a trial ends. */
  onfinished: ((view: TrialView) => void) | null = null;

  /** Of the trial begun last, from its click on. */
  #id: string | null = null;
  #connectionId: string | null = null;
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
    this.#connectionId = connectionId;
    await this.reload();
    if (this.view !== null || this.starting) return;
    this.verdict = this.kept.find((one) => one.verdict !== "ended") ?? null;
    const newest = this.kept[0];
    if (newest) await this.show(newest);
  }

  /** Reads which tests are kept. */
  async reload() {
    if (this.#connectionId === null) return;
    try {
      this.kept = await keptTrials(this.#connectionId);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** A person was forgotten: what is shown may be of them. */
  async forgotten() {
    if (this.running) return;
    [this.view, this.past, this.verdict] = [null, null, null];
    if (this.#connectionId !== null) await this.load(this.#connectionId);
  }

  /** Shows a kept test; its steps are read now. */
  async show(kept: KeptTrial) {
    if (this.running) return;
    this.past = kept;
    this.reading = kept.has_steps;
    const view = kept.has_steps ? await keptTrial(kept.id).catch(() => null) : null;
    // Meanwhile another was chosen, or a new one began.
    if (this.past !== kept || this.running) return;
    this.reading = false;
    this.view = view;
  }

  async start(request: TrialRequest, place: TrialPlace = "window"): Promise<void> {
    if (this.running) return;
    const id = crypto.randomUUID();
    this.#id = id;
    this.#stop = null;
    this.starting = true;
    this.reading = false;
    this.problem = null;
    try {
      const view = await startTrial(id, request, place);
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
    const verdict = verdictOf(view);
    if (ended && verdict !== "ended")
      this.verdict = {
        id: view.id,
        way: view.way,
        verdict,
        headline: view.headline,
        detail: view.detail,
        finished_at: view.finished_at ?? view.trace.started_at,
        person: null,
        took_ms: null,
        has_steps: true,
      };
    if (!ended) return;
    this.past = null;
    void this.reload();
    this.onfinished?.(view);
  }
}
