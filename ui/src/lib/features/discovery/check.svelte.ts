import { asProblem, cancel, checkProvider, type Problem, type ProviderCheck } from "$lib/api";

export type CheckState =
  | { kind: "idle" }
  | { kind: "checking"; input: string }
  | { kind: "done"; input: string; check: ProviderCheck }
  | { kind: "failed"; input: string; problem: Problem };

let tickets = 0;

/** The live check of a discovery URL: one at a time, a newer one ends the older. */
export class DiscoveryCheck {
  state = $state.raw<CheckState>({ kind: "idle" });

  readonly vendor = $derived(this.state.kind === "done" ? (this.state.check.found?.vendor ?? null) : null);

  #wait: ReturnType<typeof setTimeout> | undefined;
  #ticket: string | null = null;
  #asked = "";

  /** Checks 400 ms after the last key. */
  request(input: string) {
    const wanted = input.trim();
    if (wanted === this.#asked && this.state.kind !== "failed") return;
    this.stop();
    this.#asked = wanted;
    this.state = { kind: "idle" };
    if (wanted !== "") this.#wait = setTimeout(() => void this.#run(wanted), 400);
  }

  /** Checks at once, as when the field is left or a value is put in. */
  now(input: string) {
    const wanted = input.trim();
    if (wanted === this.#asked && this.#wait === undefined && this.state.kind !== "failed") return;
    this.stop();
    this.#asked = wanted;
    if (wanted === "") this.state = { kind: "idle" };
    else void this.#run(wanted);
  }

  stop() {
    clearTimeout(this.#wait);
    this.#wait = undefined;
    if (this.#ticket !== null) void cancel(this.#ticket).catch(() => undefined);
    this.#ticket = null;
    this.#asked = "";
  }

  async #run(input: string) {
    this.#wait = undefined;
    const ticket = `check-${Date.now()}-${(tickets += 1)}`;
    this.#ticket = ticket;
    this.state = { kind: "checking", input };
    let next: CheckState;
    try {
      next = { kind: "done", input, check: await checkProvider(ticket, input) };
    } catch (thrown) {
      next = { kind: "failed", input, problem: asProblem(thrown) };
    }
    if (this.#ticket !== ticket) return;
    this.#ticket = null;
    this.state = next;
  }
}
