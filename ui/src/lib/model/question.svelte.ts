import { untrack } from "svelte";
import { asProblem, cancel, type Problem } from "$lib/api";

/** Asks the program. A command that can be given up is told the ticket, which is made where it is called for. */
export type Ask<T> = (ticket: () => string) => Promise<T>;

/** A question under way, by which its answer is known again. */
type Asked = { ticket: string | null };

/**
 * A question that changes while a person types: the newest one alone is answered.
 *
 * - Who types on asks another question. The program gives up the one before, and what that still answers is not heard.
 * - Who leaves calls `stop`: nothing more is asked, and nothing is heard. A page goes with its tenant, so one question is never about two.
 * - Until there is an answer, the answer before it stays; `clear` forgets that, where it says nothing of what is typed now.
 * - A question that fails leaves the answer before it, and its problem beside it, until the next one is answered.
 */
export class Question<T> {
  answer = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** `waiting` for more to be typed, `asking` the program, or neither. */
  state = $state<"rest" | "waiting" | "asking">("rest");

  readonly #pause: number;
  readonly #answered: (answer: T) => void;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #asked: Asked | null = null;

  /** Asks once nothing was typed for `pause` milliseconds, and tells `answered` each answer that is heard. */
  constructor(pause = 0, answered: (answer: T) => void = () => undefined) {
    [this.#pause, this.#answered] = [pause, answered];
  }

  /** Asks once nothing more is typed. */
  soon(ask: Ask<T>) {
    this.stop();
    this.state = "waiting";
    this.#wait = setTimeout(() => void this.now(ask), this.#pause);
  }

  /** Asks at once. */
  async now(ask: Ask<T>) {
    this.stop();
    const asked: Asked = { ticket: null };
    this.#asked = asked;
    this.state = "asking";
    try {
      const answer = await untrack(() => ask(() => (asked.ticket ??= crypto.randomUUID())));
      if (this.#asked === asked) this.#end(answer, null);
    } catch (thrown) {
      if (this.#asked === asked) this.#end(this.answer, asProblem(thrown));
    }
  }

  /** Nobody waits for an answer any more. */
  stop() {
    clearTimeout(this.#wait);
    // What was given up is not looked at again, so it is all the same where that fails.
    if (this.#asked?.ticket) void cancel(this.#asked.ticket).catch(() => undefined);
    this.#asked = null;
    this.state = "rest";
  }

  /** Nobody waits, and what was answered says nothing any more. */
  clear() {
    this.stop();
    [this.answer, this.problem] = [null, null];
  }

  #end(answer: T | null, problem: Problem | null) {
    [this.#asked, this.state] = [null, "rest"];
    [this.answer, this.problem] = [answer, problem];
    if (problem === null) this.#answered(answer as T);
  }
}
