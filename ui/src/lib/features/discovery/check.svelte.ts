import { checkProvider, type Problem, type ProviderCheck } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

export type CheckState =
  | { kind: "idle" }
  | { kind: "checking"; input: string }
  | { kind: "done"; input: string; check: ProviderCheck }
  | { kind: "failed"; input: string; problem: Problem };

/** The live check of a discovery URL. */
export class DiscoveryCheck {
  readonly #question = new Question<ProviderCheck>(400);
  #input = $state("");

  readonly state: CheckState = $derived(stateOf(this.#question, this.#input));
  readonly vendor = $derived(this.#question.answer?.found?.vendor ?? null);

  /** Checks once nothing more is typed. */
  request(input: string) {
    const wanted = input.trim();
    if (wanted === this.#input && !this.#question.problem) return;
    this.#about(wanted);
    if (wanted !== "") this.#question.soon((ticket) => checkProvider(ticket(), wanted));
  }

  /** Checks at once, as when the field is left or a value is put in. */
  now(input: string) {
    const wanted = input.trim();
    if (wanted === this.#input && this.#question.state !== "waiting" && !this.#question.problem) return;
    this.#about(wanted);
    if (wanted !== "") void this.#question.now((ticket) => checkProvider(ticket(), wanted));
  }

  stop() {
    this.#about("");
  }

  #about(wanted: string) {
    this.#question.clear();
    this.#input = wanted;
  }
}

function stateOf({ answer, problem, state }: Question<ProviderCheck>, input: string): CheckState {
  if (state === "asking") return { kind: "checking", input };
  if (problem) return { kind: "failed", input, problem };
  if (answer) return { kind: "done", input, check: answer };
  return { kind: "idle" };
}
