import { asProblem, type Problem } from "$lib/api";

/** Asks shortly after the last change, and forgets answers that come too late. What was answered last stays until the next answer. */
export class Latest<T> {
  answer = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly #pause: number;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(pause: number) {
    this.#pause = pause;
  }

  request(ask: () => Promise<T>) {
    this.stop();
    this.#wait = setTimeout(() => void this.#run(ask), this.answer === null ? 0 : this.#pause);
  }

  clear() {
    this.stop();
    this.answer = null;
    this.problem = null;
  }

  stop() {
    clearTimeout(this.#wait);
    this.#turn += 1;
  }

  async #run(ask: () => Promise<T>) {
    const turn = this.#turn;
    let answer: T | null = this.answer;
    let problem: Problem | null = null;
    try {
      answer = await ask();
    } catch (thrown) {
      problem = asProblem(thrown);
    }
    if (turn !== this.#turn) return;
    this.answer = answer;
    this.problem = problem;
  }
}
