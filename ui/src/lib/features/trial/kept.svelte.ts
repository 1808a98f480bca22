import {
  asProblem,
  compareTrials,
  keepTokens,
  keepsTokens,
  keptFacts,
  type KeptFacts,
  type Problem,
  type TrialComparison,
} from "$lib/api";
import type { TrialRun } from "./run.svelte";

/** What is done with the tests that are kept of a connection. */
export class KeptDesk {
  /** Of the test that is shown. */
  facts = $state.raw<KeptFacts | null>(null);
  /** Two of them are compared: the earlier one first, unless they were swapped. */
  chosen = $state.raw<string[]>([]);
  comparison = $state.raw<TrialComparison | null>(null);
  problem = $state.raw<Problem | null>(null);
  tokens = $state(false);

  readonly run: TrialRun;
  #asked: string | null = null;

  constructor(run: TrialRun) {
    this.run = run;
  }

  async load() {
    this.tokens = await keepsTokens().catch(() => false);
  }

  /** Learns what can be done with the test that is shown. */
  async look(id: string | null) {
    if (this.#asked === id) return;
    this.#asked = id;
    this.facts = null;
    const facts = id === null ? null : await keptFacts(id).catch(() => null);
    if (this.#asked === id) this.facts = facts;
  }

  /** Takes a test among those that are compared, or out of them; of three the one chosen first gives way. */
  async choose(id: string) {
    const chosen = this.chosen.includes(id) ? this.chosen.filter((one) => one !== id) : [...this.chosen, id].slice(-2);
    const order = this.run.kept.map((test) => test.id);
    this.chosen = chosen.sort((one, other) => order.indexOf(other) - order.indexOf(one));
    await this.#compare();
  }

  async swap() {
    this.chosen = this.chosen.toReversed();
    await this.#compare();
  }

  leave() {
    [this.chosen, this.comparison, this.problem] = [[], null, null];
  }

  async keep(tokens: boolean) {
    try {
      await keepTokens(tokens);
      this.tokens = tokens;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  async #compare() {
    this.comparison = null;
    this.problem = null;
    const chosen = this.chosen;
    const [a, b] = chosen;
    if (a === undefined || b === undefined) return;
    try {
      const comparison = await compareTrials(a, b);
      if (this.chosen === chosen) this.comparison = comparison;
    } catch (thrown) {
      if (this.chosen === chosen) this.problem = asProblem(thrown);
    }
  }
}
