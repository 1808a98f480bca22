import {
  asProblem,
  connectionKeys,
  createConnectionKeys,
  rotateConnectionKeys,
  type ConnectionKeyRow,
  type ConnectionKeys,
  type Problem,
} from "$lib/api";

/** The keys with which one connection signs, made and rotated one call at a time. */
export class Keys {
  held = $state.raw<ConnectionKeys | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  readonly #connection: string;
  /** What is asked for has changed since it was asked for. */
  #outdated = false;

  constructor(connection: string) {
    this.#connection = connection;
  }

  async load() {
    this.#outdated = this.busy;
    await this.#ask(() => connectionKeys(this.#connection));
  }

  create = (signingAlg: string) => this.#ask(() => createConnectionKeys(this.#connection, signingAlg));
  rotate = (signingAlg: string) => this.#ask(() => rotateConnectionKeys(this.#connection, signingAlg));

  async #ask(what: () => Promise<ConnectionKeys>) {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      this.held = await what();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    this.busy = false;
    if (this.#outdated) await this.load();
  }
}

/** A key is for one algorithm: how another one comes into use. */
export function algorithmRemark(rows: ConnectionKeyRow[], wanted: string): string | undefined {
  const made = (state: ConnectionKeyRow["state"]) => rows.find((row) => row.state === state)?.algorithm ?? wanted;
  if (made("current") === wanted) return undefined;
  const steps =
    made("next") === wanted
      ? "Rotate once: the next key is for it."
      : "Rotate twice: the first rotation makes a next key for it, the second puts that to use.";
  return `The current key is for ${made("current")}, so logins fail until one for ${wanted} is current. ${steps}`;
}
