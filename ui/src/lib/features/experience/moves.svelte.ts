import { asProblem, moveDomains, type ConnectionView, type Problem, type StillHeld } from "$lib/api";

/** Domains on their way from other connections to this one. */
export class Moves {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The connections that did not let go. */
  stillHeld = $state.raw<StillHeld[]>([]);

  readonly #connection: string;

  constructor(connection: string) {
    this.#connection = connection;
  }

  /** The connection as it is then; nothing where nothing was moved. */
  async move(domains: string[]): Promise<ConnectionView | null> {
    if (this.busy) return null;
    this.busy = true;
    [this.problem, this.stillHeld] = [null, []];
    try {
      const { view, still_held } = await moveDomains(this.#connection, domains);
      this.stillHeld = still_held;
      return view;
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
