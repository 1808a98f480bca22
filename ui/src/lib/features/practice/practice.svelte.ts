import { asProblem, practice, revealPracticeSecret, setDial, type PracticeView, type Problem } from "$lib/api";

/** The practice provider that runs inside the program. */
export class PracticeDesk {
  view = $state.raw<PracticeView | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The secret, while somebody wants to see it. */
  secret = $state<string | null>(null);
  turning = $state<string | null>(null);

  /** Whether the secret is to be seen, once it is there. */
  #revealing = false;
  #turns = 0;

  async load() {
    const turns = this.#turns;
    await this.#try(async () => {
      const view = await practice();
      // A dial that was turned meanwhile is not in it.
      if (turns === this.#turns) this.view = view;
    });
  }

  async reveal() {
    this.#revealing = true;
    const secret = await this.readSecret();
    if (this.#revealing) this.secret = secret;
  }

  /** The secret without showing it, to copy it or to fill it in. */
  async readSecret(): Promise<string | null> {
    let secret = this.secret;
    await this.#try(async () => (secret ??= await revealPracticeSecret()));
    return secret;
  }

  hide() {
    this.#revealing = false;
    this.secret = null;
  }

  async turn(dial: string, on: boolean) {
    if (this.turning !== null) return;
    this.turning = dial;
    this.#turns += 1;
    await this.#try(async () => (this.view = await setDial(dial, on)));
    this.turning = null;
  }

  /** Makes the provider sound again. */
  async turnAllOff() {
    for (const dial of this.view?.dials.filter((each) => each.on) ?? []) await this.turn(dial.name, false);
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
