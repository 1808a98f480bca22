import { findUsers, type UserRow } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** Who is there in all, for the sidebar. */
class UserCount {
  total = $state.raw<number | null>(null);

  readonly #question = new Question<number | null>(0, (total) => (this.total = total));

  /** Begins afresh, with nothing shown. */
  async start() {
    this.total = null;
    await this.load();
  }

  async load() {
    await this.#question.now(() =>
      findUsers({ text: "", connection: null }, 0).then(
        (found) => found.total,
        () => null,
      ),
    );
  }
}

export const userCount = new UserCount();

/** What has been fetched; of everybody, or of those who were looked for. */
type Fetched = {
  rows: UserRow[];
  total: number;
  /** How far the API's pages reach. */ reach: number;
  page: number;
  ended: boolean;
  everybody: boolean;
};

/** The users that were looked for, as far as they have been fetched. */
export class Users {
  /** What is looked for in names, e-mail addresses and subjects. */
  text = $state("");
  connection = $state.raw<string | null>(null);

  readonly #question = new Question<Fetched>(300, ({ everybody, total }) => {
    if (everybody) userCount.total = total;
  });

  readonly rows = $derived(this.#question.answer?.rows ?? null);
  readonly total = $derived(this.#question.answer?.total ?? 0);
  readonly reach = $derived(this.#question.answer?.reach ?? 0);
  readonly reachable = $derived(Math.min(this.total, this.reach));
  readonly problem = $derived(this.#question.problem);

  constructor(connection: string | null) {
    this.connection = connection;
  }

  /** Asks once nothing more is typed. */
  typed(text: string) {
    this.text = text;
    this.#question.soon(() => this.#fetch(0, []));
  }

  stop() {
    this.#question.stop();
  }

  async load() {
    await this.#question.now(() => this.#fetch(0, []));
  }

  /** The next page of what was asked for last: none while something else is being asked for, or where that failed. */
  async more() {
    const { answer, problem, state } = this.#question;
    if (!answer || answer.ended || problem || state !== "rest") return;
    await this.#question.now(() => this.#fetch(answer.page + 1, answer.rows));
  }

  async #fetch(page: number, before: UserRow[]): Promise<Fetched> {
    const { text, connection } = this;
    const { users, total, reach } = await findUsers({ text, connection }, page);
    // Who signed in meanwhile has moved to the front, and pushed others onto this page once more.
    const rows = [...before, ...users.filter((row) => before.every((known) => known.user_id !== row.user_id))];
    const ended = users.length === 0 || rows.length >= Math.min(total, reach);
    return { rows, total, reach, page, ended, everybody: text === "" && connection === null };
  }
}
