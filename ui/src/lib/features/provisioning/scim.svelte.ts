import { asProblem, scim, type Problem, type ScimState } from "$lib/api";

/** Inbound SCIM of one connection, as the tenant has it. */
export class Scim {
  state = $state.raw<ScimState | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly #connection: string;

  constructor(connection: string) {
    this.#connection = connection;
  }

  async load() {
    try {
      this.state = await scim(this.#connection);
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }
}
