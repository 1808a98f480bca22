import { SvelteSet } from "svelte/reactivity";

/** The connections that a person picked in the list. */
export class Selection {
  readonly ids = new SvelteSet<string>();
  /** Where a range begins. */
  #anchor: string | null = null;

  /** Turns one; with `range` also everything between the one turned before and this one, in the order shown. */
  turn(id: string, shown: string[], range = false) {
    const on = !this.ids.has(id);
    const [from, to] = [shown.indexOf(this.#anchor ?? ""), shown.indexOf(id)];
    const turned = range && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    this.#set(turned, on);
    this.#anchor = id;
  }

  /** All that are shown, or none of them where all are picked already. */
  turnAll(shown: string[]) {
    this.#set(shown, !shown.every((id) => this.ids.has(id)));
    this.#anchor = null;
  }

  clear() {
    this.ids.clear();
    this.#anchor = null;
  }

  /** They are not there any more. */
  drop(ids: string[]) {
    this.#set(ids, false);
  }

  #set(ids: string[], on: boolean) {
    for (const id of ids) {
      if (on) this.ids.add(id);
      else this.ids.delete(id);
    }
  }
}

export const selection = new Selection();
