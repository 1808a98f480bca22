import { SvelteMap } from "svelte/reactivity";
import { asProblem, type EnabledCount, type Problem } from "$lib/api";

/** For how many applications each connection is enabled, asked for once each and only where somebody looks. */
export class Counts {
  problem = $state.raw<Problem | null>(null);

  readonly #known = new SvelteMap<string, number>();
  /** Which question each was asked in, or 0 where it is known from elsewhere. */
  readonly #asked = new SvelteMap<string, number>();
  readonly #ask: (ids: string[]) => Promise<EnabledCount[]>;
  #question = 0;

  constructor(ask: (ids: string[]) => Promise<EnabledCount[]>) {
    this.#ask = ask;
  }

  readonly of = (id: string): number | undefined => this.#known.get(id);

  /** Asks for those that nobody asked for yet. */
  async want(ids: string[]) {
    const missing = ids.filter((id) => !this.#asked.has(id));
    if (missing.length === 0) return;
    const question = (this.#question += 1);
    for (const id of missing) this.#asked.set(id, question);
    const stands = (id: string) => this.#asked.get(id) === question;
    try {
      const counts = await this.#ask(missing);
      if (!missing.some(stands)) return;
      for (const { id, count } of counts) if (stands(id)) this.#known.set(id, count);
      this.problem = null;
    } catch (thrown) {
      if (missing.some(stands)) this.problem = asProblem(thrown);
    }
  }

  /** What is known from elsewhere. */
  set(id: string, count: number) {
    this.#asked.set(id, 0);
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
    this.#asked.clear();
    this.#known.clear();
    this.problem = null;
  }
}
