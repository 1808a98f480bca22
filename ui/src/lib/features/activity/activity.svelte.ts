import { activity, asProblem, type Activity, type Problem, type ProvisioningRequest } from "$lib/api";

/** What providers asked of the tenant, newest first, as far as it was read. */
export class Requests {
  connection = $state.raw<string | null>(null);
  failedOnly = $state(false);
  rows = $state.raw<ProvisioningRequest[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The scope that lacks. */
  lacking = $state.raw<string | null>(null);
  live = $state(false);
  more = $state(false);
  busy = $state(false);
  readAt = $state.raw<number | null>(null);
  chosenId = $state.raw<string | null>(null);

  readonly chosen = $derived(this.rows?.find((row) => row.id === this.chosenId));

  #page = 0;
  #latest = 0;

  constructor(connection: string | null) {
    this.connection = connection;
  }

  /** The newest, from the first page on. */
  load(): Promise<void> {
    return this.#read(0);
  }

  next(): Promise<void> {
    return this.more && !this.busy ? this.#read(this.#page + 1) : Promise.resolve();
  }

  /** What came since, on a tenant that costs nothing to ask. Whoever reads further down is left alone. */
  async poll() {
    if (this.live && this.#page === 0 && !this.busy && !document.hidden) await this.#read(0);
  }

  async #read(page: number) {
    const mine = (this.#latest += 1);
    this.busy = true;
    try {
      const read = await activity({ connection_id: this.connection, failed_only: this.failedOnly }, page);
      if (mine === this.#latest) this.#take(read, page);
    } catch (thrown) {
      if (mine === this.#latest) this.problem = asProblem(thrown);
    }
    if (mine === this.#latest) this.busy = false;
  }

  #take(read: Activity, page: number) {
    this.problem = null;
    this.readAt = Date.now();
    this.lacking = read.kind === "hidden" ? read.lacking : null;
    if (read.kind === "hidden") return;
    const before = page === 0 ? [] : (this.rows ?? []);
    // What came meanwhile pushed others onto this page once more.
    this.rows = [...before, ...read.requests.filter((row) => before.every((known) => known.id !== row.id))];
    [this.more, this.live, this.#page] = [read.more, read.live, page];
  }
}
