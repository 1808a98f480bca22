import { SvelteDate } from "svelte/reactivity";
import {
  asProblem,
  cancel,
  onPreflightProgressed,
  planPreflight,
  runPreflight,
  type ConnectionForm,
  type Preflight,
  type PreflightVerdict,
  type Problem,
} from "$lib/api";

/** One place's preflight: planned, shown, and asked once somebody says so. */
export class PreflightRun {
  view = $state.raw<Preflight | null>(null);
  problem = $state.raw<Problem | null>(null);
  planning = $state(false);
  asking = $state(false);
  /** It was ended by hand: what came until then is shown. */
  cancelled = $state(false);
  finishedAt = $state<string | null>(null);
  took = $state(0);

  /** The requests that are left out, by ID. */
  #without = $state.raw<string[]>([]);
  #ticket = "";
  #here = true;

  /** How many requests go out at most. */
  readonly planned = $derived(this.view?.requests.filter(({ id }) => !this.#without.includes(id)).length ?? 0);
  readonly sent = $derived(this.view?.requests.filter(({ sent }) => sent).length ?? 0);
  readonly ended = $derived(this.cancelled || this.view?.state === "done" || this.view?.state === "stopped");

  /** Hears of its progress until the answer is called, which ends what still runs. */
  attach(): () => void {
    this.#here = true;
    const detach = onPreflightProgressed(({ ticket, preflight }) => {
      if (ticket === this.#ticket && this.asking && !this.cancelled) this.view = preflight;
    });
    return () => {
      detach();
      this.#here = false;
      if (this.planning || this.asking) this.cancel();
    };
  }

  counted(verdict: PreflightVerdict): number {
    return this.view?.experiments.filter((one) => one.verdict === verdict).length ?? 0;
  }

  leavesOut(request: string): boolean {
    return this.#without.includes(request);
  }

  turn(request: string) {
    const others = this.#without.filter((id) => id !== request);
    this.#without = others.length < this.#without.length ? others : [...others, request];
  }

  /** What would be asked, by the form as it stands; a plan that is on its way is given up. */
  async plan(connectionId: string | null, form: ConnectionForm) {
    if (this.asking) return;
    if (this.planning) this.cancel();
    const ticket = crypto.randomUUID();
    this.#ticket = ticket;
    this.planning = true;
    this.problem = null;
    try {
      const view = await planPreflight(ticket, connectionId, form);
      if (ticket === this.#ticket && this.#here) [this.view, this.cancelled] = [view, false];
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (ticket === this.#ticket && problem.code !== "cancelled") [this.problem, this.view] = [problem, null];
    } finally {
      if (ticket === this.#ticket) this.planning = false;
    }
  }

  async start() {
    const plan = this.view;
    if (this.asking || plan?.state !== "planned" || this.planned === 0) return;
    const started = Date.now();
    this.asking = true;
    this.problem = null;
    try {
      this.view = await runPreflight(this.#ticket, this.#without);
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.code === "cancelled") this.cancelled = true;
      else [this.problem, this.view] = [problem, null];
    } finally {
      this.asking = false;
      this.took = Date.now() - started;
      this.finishedAt = new SvelteDate().toISOString();
    }
  }

  cancel() {
    if (this.asking) this.cancelled = true;
    // What it would answer concerns nobody any more.
    cancel(this.#ticket).catch(() => undefined);
  }
}
