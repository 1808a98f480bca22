import { asProblem, findUsers, type Problem, type UserRow } from "$lib/api";

/** Who is there in all, for the sidebar. */
class UserCount {
  total = $state.raw<number | null>(null);

  #latest = 0;

  async load() {
    const mine = (this.#latest += 1);
    const total = await findUsers({ text: "", connection: null }, 0).then(
      (found) => found.total,
      () => null,
    );
    if (mine === this.#latest) this.total = total;
  }
}

export const userCount = new UserCount();

/** The users that were looked for, as far as they have been fetched. */
export class Users {
  /** What is looked for in names, e-mail addresses and subjects. */
  text = $state("");
  connection = $state.raw<string | null>(null);
  rows = $state.raw<UserRow[] | null>(null);
  total = $state.raw(0);
  /** How far the API's pages reach. */
  reach = $state.raw(0);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  readonly reachable = $derived(Math.min(this.total, this.reach));

  #page = 0;
  #latest = 0;
  #ended = false;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: string | null) {
    this.connection = connection;
  }

  /** Asks once nothing more is typed for a moment. */
  typed(text: string) {
    this.text = text;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.load(), 300);
  }

  stop() {
    clearTimeout(this.#soon);
  }

  async load() {
    clearTimeout(this.#soon);
    [this.#page, this.#ended] = [0, false];
    await this.#fetch([]);
  }

  async more() {
    if (this.busy || this.#ended || !this.rows) return;
    this.#page += 1;
    await this.#fetch(this.rows);
  }

  async #fetch(before: UserRow[]) {
    const mine = (this.#latest += 1);
    this.busy = true;
    try {
      const { users, total, reach } = await findUsers({ text: this.text, connection: this.connection }, this.#page);
      if (mine !== this.#latest) return;
      // Who signed in meanwhile has moved to the front, and pushed others onto this page once more.
      this.rows = [...before, ...users.filter((row) => before.every((known) => known.user_id !== row.user_id))];
      [this.total, this.reach, this.problem, this.#ended] = [
        total,
        reach,
        null,
        users.length === 0 || this.rows.length >= Math.min(total, reach),
      ];
      if (this.text === "" && this.connection === null) userCount.total = total;
    } catch (thrown) {
      if (mine !== this.#latest) return;
      [this.problem, this.#ended] = [asProblem(thrown), true];
    }
    this.busy = false;
  }
}
