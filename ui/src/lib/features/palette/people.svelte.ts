import { findPeople, type UserRow } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** So little finds everybody. */
const least = 2;

/** People on the tenant, who are asked for a moment after the last key. */
export class People {
  readonly #question: Question<UserRow[]>;

  constructor(moment = 250) {
    this.#question = new Question(moment);
  }

  get found(): UserRow[] {
    return this.#question.problem ? [] : (this.#question.answer ?? []);
  }

  get busy(): boolean {
    return this.#question.state !== "rest";
  }

  get problem(): string | null {
    return this.busy ? null : (this.#question.problem?.message ?? null);
  }

  request(typed: string) {
    const wanted = typed.trim();
    if (wanted.length < least) this.#question.clear();
    else this.#question.soon((ticket) => findPeople(ticket(), wanted));
  }

  /** Nobody waits for an answer any more. */
  stop() {
    this.#question.clear();
  }
}
