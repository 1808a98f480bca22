import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { asProblem, type EnabledCount, type Problem } from "$lib/api";

/** For how many applications each connection is enabled, asked for once each and only where somebody looks. */
export class Counts {
  problem = $state.raw<Problem | null>(null);

  readonly #known = new SvelteMap<string, number>();
  readonly #asked = new SvelteSet<string>();
  readonly #ask: (ids: string[]) => Promise<EnabledCount[]>;
  #age = 0;

  constructor(ask: (ids: string[]) => Promise<EnabledCount[]>) {
    this.#ask = ask;
  }

  readonly of = (id: string): number | undefined => this.#known.get(id);

  /** Asks for those that nobody asked for yet. */
  async want(ids: string[]) {
    const missing = ids.filter((id) => !this.#asked.has(id));
    if (missing.length === 0) return;
    const age = this.#age;
    for (const id of missing) this.#asked.add(id);
    try {
      const counts = await this.#ask(missing);
      if (age !== this.#age) return;
      for (const { id, count } of counts) if (!this.#known.has(id)) this.#known.set(id, count);
      this.problem = null;
    } catch (thrown) {
      if (age === this.#age) this.problem = asProblem(thrown);
    }
  }

  /** What is known from elsewhere. */
  set(id: string, count: number) {
    this.#asked.add(id);
    this.#known.set(id, count);
  }

  /** These changed: they are asked for again where somebody looks. */
  forget(ids: string[]) {
    for (const id of ids) {
      this.#asked.delete(id);
      this.#known.delete(id);
    }
  }

  clear() {
    this.#age += 1;
    this.#asked.clear();
    this.#known.clear();
    this.problem = null;
  }
}
