import { asProblem, practice, revealPracticeSecret, setDial, type PracticeView, type Problem } from "$lib/api";

/** The practice provider that runs inside the program. */
export class PracticeDesk {
  view = $state.raw<PracticeView | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The secret, while somebody wants to see it. */
  secret = $state<string | null>(null);
  turning = $state<string | null>(null);

  async load() {
    await this.#try(async () => (this.view = await practice()));
  }

  async reveal() {
    this.secret = await this.readSecret();
  }

  /** The secret without showing it, to copy it or to fill it in. */
  async readSecret(): Promise<string | null> {
    let secret = this.secret;
    await this.#try(async () => (secret ??= await revealPracticeSecret()));
    return secret;
  }

  hide() {
    this.secret = null;
  }

  async turn(dial: string, on: boolean) {
    if (this.turning !== null) return;
    this.turning = dial;
    await this.#try(async () => (this.view = await setDial(dial, on)));
    this.turning = null;
  }

  async #try(what: () => Promise<unknown>) {
    this.problem = null;
    try {
      await what();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }
}
