import { SvelteSet } from "svelte/reactivity";
import type { Command } from "./matching";

/** The command palette: what the page that is shown offers in it. */
class Palette {
  open = $state(false);

  readonly commands = $derived.by(() => [...this.#offers].flatMap((offer) => offer()));

  readonly #offers = new SvelteSet<() => Command[]>();

  /** Adds commands until the answer is called; what was added last stands first. */
  offer(commands: () => Command[]): () => void {
    const others = [...this.#offers];
    this.#offers.clear();
    for (const offer of [commands, ...others]) this.#offers.add(offer);
    return () => void this.#offers.delete(commands);
  }
}

export const palette = new Palette();
