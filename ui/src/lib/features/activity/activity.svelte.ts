import { activity, type Activity, type ProvisioningRequest } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** A page of the log, or what came since the first. */
type Wanted = number | "newer";

/** What providers asked of the tenant, newest first, as far as it was read. */
export class Requests {
  connection = $state.raw<string | null>(null);
  failedOnly = $state(false);
  rows = $state.raw<ProvisioningRequest[] | null>(null);
  /** The scope that lacks. */
  lacking = $state.raw<string | null>(null);
  live = $state(false);
  more = $state(false);
  readAt = $state.raw<number | null>(null);
  chosenId = $state.raw<string | null>(null);

  readonly #reading = new Question<{ read: Activity; wanted: Wanted }>(0, (answer) => this.#take(answer));

  readonly problem = $derived(this.#reading.problem);
  readonly busy = $derived(this.#reading.state === "asking");
  readonly chosen = $derived(this.rows?.find((row) => row.id === this.chosenId));

  #page = 0;

  constructor(connection: string | null) {
    this.connection = connection;
  }

  /** The newest, from the first page on. */
  load(): Promise<void> {
    return this.#read(0);
  }

  next(): Promise<void> {
    return this.more ? this.#read(this.#page + 1) : Promise.resolve();
  }

  /** What came since, on a tenant that costs nothing to ask. What is shown already stays, and so does what is open of it. */
  async poll() {
    if (this.live && !this.busy && !document.hidden) await this.#read("newer");
  }

  /** The page is gone. */
  leave() {
    this.#reading.stop();
  }

  #read(wanted: Wanted): Promise<void> {
    const filter = { connection_id: this.connection, failed_only: this.failedOnly };
    return this.#reading.now(async () => ({ read: await activity(filter, wanted === "newer" ? 0 : wanted), wanted }));
  }

  #take({ read, wanted }: { read: Activity; wanted: Wanted }) {
    this.readAt = Date.now();
    this.lacking = read.kind === "hidden" ? read.lacking : null;
    if (read.kind === "hidden") return;
    const known = this.rows ?? [];
    const unknown = read.requests.filter((row) => known.every(({ id }) => id !== row.id));
    // Where none is known, more came than a page holds, and the list begins anew.
    if (wanted === "newer" && unknown.length < read.requests.length) {
      this.rows = [...unknown, ...known];
      return;
    }
    // What came meanwhile pushed others onto an older page once more.
    const older = wanted !== "newer" && wanted > 0;
    this.rows = older ? [...known, ...unknown] : read.requests;
    [this.more, this.live, this.#page] = [read.more, read.live, older ? wanted : 0];
  }
}
