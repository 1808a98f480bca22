import { asProblem, cancel, findPeople, type UserRow } from "$lib/api";

/** So little finds everybody. */
const least = 2;

/** People on the tenant, who are asked for a moment after the last key. The newest question alone is answered. */
export class People {
  found = $state.raw<UserRow[]>([]);
  problem = $state.raw<string | null>(null);
  busy = $state(false);

  readonly #moment: number;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #ticket: string | null = null;

  constructor(moment = 250) {
    this.#moment = moment;
  }

  request(typed: string) {
    this.stop();
    const wanted = typed.trim();
    this.busy = wanted.length >= least;
    if (this.busy) this.#soon = setTimeout(() => void this.#ask(wanted), this.#moment);
    else this.found = [];
  }

  /** Nobody waits for an answer any more. */
  stop() {
    clearTimeout(this.#soon);
    if (this.#ticket !== null) void cancel(this.#ticket);
    this.#ticket = null;
    this.busy = false;
    this.problem = null;
  }

  async #ask(wanted: string) {
    const mine = (this.#ticket = crypto.randomUUID());
    try {
      const found = await findPeople(mine, wanted);
      if (mine === this.#ticket) this.found = found;
    } catch (thrown) {
      if (mine === this.#ticket) [this.found, this.problem] = [[], asProblem(thrown).message];
    }
    if (mine === this.#ticket) [this.#ticket, this.busy] = [null, false];
  }
}
