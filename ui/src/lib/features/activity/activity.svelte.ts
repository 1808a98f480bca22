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

  /** What came since, on a tenant that costs nothing to ask. What is shown already stays, and so does what is open of it. */
  async poll() {
    if (this.live && !this.busy && !document.hidden) await this.#read("newer");
  }

  async #read(page: number | "newer") {
    const mine = (this.#latest += 1);
    this.busy = true;
    try {
      const read = await activity(
        { connection_id: this.connection, failed_only: this.failedOnly },
        page === "newer" ? 0 : page,
      );
      if (mine === this.#latest) this.#take(read, page);
    } catch (thrown) {
      if (mine === this.#latest) this.problem = asProblem(thrown);
    }
    if (mine === this.#latest) this.busy = false;
  }

  #take(read: Activity, page: number | "newer") {
    this.problem = null;
    this.readAt = Date.now();
    this.lacking = read.kind === "hidden" ? read.lacking : null;
    if (read.kind === "hidden") return;
    const known = this.rows ?? [];
    const unknown = read.requests.filter((row) => known.every(({ id }) => id !== row.id));
    // Where none is known, more came than a page holds, and the list begins anew.
    if (page === "newer" && unknown.length < read.requests.length) {
      this.rows = [...unknown, ...known];
      return;
    }
    // What came meanwhile pushed others onto an older page once more.
    const older = page !== "newer" && page > 0;
    this.rows = older ? [...known, ...unknown] : read.requests;
    [this.more, this.live, this.#page] = [read.more, read.live, older ? page : 0];
  }
}
