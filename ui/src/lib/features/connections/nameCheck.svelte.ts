import { checkName, type Problem } from "$lib/api";
import { connectionList } from "./list.svelte";

/** Asks about a name, and about one in its place, shortly after the last key; forgets answers that come too late. */
export class NameCheck {
  free = $state(false);
  problem = $state.raw<Problem | null>(null);
  suggestion = $state<string | null>(null);
  /** A connection whose name differs from a free one by capitals alone. */
  alike = $state<string | null>(null);

  #wait: ReturnType<typeof setTimeout> | undefined;
  #latest = 0;

  request(name: string) {
    this.stop();
    this.free = false;
    this.problem = null;
    this.suggestion = null;
    this.alike = null;
    if (name !== "") this.#wait = setTimeout(() => void this.#ask(name), 250);
  }

  stop() {
    clearTimeout(this.#wait);
    this.#latest += 1;
  }

  async #ask(name: string) {
    const mine = this.#latest;
    // The answer is a hint; if it fails, creating says what is wrong.
    const answer = await checkName(name).catch(() => null);
    if (mine !== this.#latest) return;
    this.problem = answer?.problem ?? null;
    this.suggestion = answer?.suggestion ?? null;
    this.free = answer !== null && answer.problem === null;
    if (this.free)
      this.alike =
        connectionList.rows?.find((row) => row.name !== name && row.name.toLowerCase() === name.trim().toLowerCase())
          ?.name ?? null;
  }
}
