import { checkName, type NameCheck as Answer } from "$lib/api";
import { Question } from "$lib/model/question.svelte";
import { connectionList } from "./list.svelte";

/** Whether a name can be had, and one in its place. A hint: where nobody answers, creating says what is wrong. */
export class NameCheck {
  readonly #question = new Question<Answer>(250);
  #name = $state("");

  readonly problem = $derived(this.#question.answer?.problem ?? null);
  readonly suggestion = $derived(this.#question.answer?.suggestion ?? null);
  readonly free = $derived(this.#question.answer !== null && this.problem === null);
  /** A connection whose name differs from a free one by capitals alone. */
  readonly alike = $derived(this.free ? differingInCapitals(this.#name) : null);

  request(name: string) {
    this.#question.clear();
    this.#name = name;
    if (name !== "") this.#question.soon(() => checkName(name));
  }

  stop() {
    this.#question.stop();
  }
}

function differingInCapitals(name: string): string | null {
  const same = name.trim().toLowerCase();
  return connectionList.rows?.find((row) => row.name !== name && row.name.toLowerCase() === same)?.name ?? null;
}
