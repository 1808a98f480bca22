import { checkName, type Problem } from "$lib/api";

/** Asks about a name shortly after the last key, and forgets answers that come too late. */
export class NameCheck {
  free = $state(false);
  problem = $state.raw<Problem | null>(null);

  #wait: ReturnType<typeof setTimeout> | undefined;
  #latest = 0;

  request(name: string) {
    this.stop();
    this.free = false;
    this.problem = null;
    if (name !== "") this.#wait = setTimeout(() => void this.#ask(name), 250);
  }

  stop() {
    clearTimeout(this.#wait);
    this.#latest += 1;
  }

  async #ask(name: string) {
    const mine = this.#latest;
    // The answer is a hint; if it fails, creating says what is wrong.
    const problem = await checkName(name).catch(() => undefined);
    if (mine !== this.#latest) return;
    this.problem = problem ?? null;
    this.free = problem === null;
  }
}
