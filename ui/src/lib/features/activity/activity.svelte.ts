import { activity, type Activity, type ActivityEntry, type ActivitySubject } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** The newest, what came since, or what is older than what is shown. */
type Wanted = "newest" | "newer" | "older";

/** While a person types. */
const pause = 300;

/** What happens on the tenant, newest first, as far as its log was read. */
export class Log {
  connection = $state.raw<string | null>(null);
  /** By its client ID. */
  application = $state.raw<string | null>(null);
  /** Those that the log named, by their client IDs. */
  applications = $state.raw<Record<string, string>>({});
  subject = $state<ActivitySubject>("all");
  failedOnly = $state(false);
  text = $state("");
  /** A person wants to read in peace. */
  paused = $state(false);
  rows = $state.raw<ActivityEntry[] | null>(null);
  /** The scope that lacks. */
  lacking = $state.raw<string | null>(null);
  /** Where older entries begin. */
  older = $state.raw<string | null>(null);
  readAt = $state.raw<number | null>(null);
  chosenId = $state.raw<string | null>(null);

  readonly #reading = new Question<{ read: Activity; wanted: Wanted }>(pause, (answer) => this.#take(answer));

  readonly problem = $derived(this.#reading.problem);
  readonly busy = $derived(this.#reading.state === "asking");
  readonly chosen = $derived(this.rows?.find((row) => row.id === this.chosenId));
  readonly narrowed = $derived(
    this.connection !== null ||
      this.application !== null ||
      this.failedOnly ||
      this.subject !== "all" ||
      this.text.trim() !== "",
  );

  #again = 0;

  constructor(connection: string | null) {
    this.connection = connection;
  }

  /** The newest, from the first page on. */
  load(): Promise<void> {
    return this.#read("newest");
  }

  next(): Promise<void> {
    return this.older === null ? Promise.resolve() : this.#read("older");
  }

  typed(text: string) {
    this.text = text;
    this.#reading.soon(() => this.#ask("newest"));
  }

  showAll() {
    [this.connection, this.application, this.subject, this.failedOnly, this.text] = [null, null, "all", false, ""];
  }

  /** What came since, as often as the tenant bears it. What is shown already stays, and so does what is open of it. */
  async poll() {
    const due = this.readAt !== null && Date.now() - this.readAt >= this.#again * 1000;
    if (due && !this.paused && this.lacking === null && this.#reading.state === "rest" && !document.hidden)
      await this.#read("newer");
  }

  /** The page is gone. */
  leave() {
    this.#reading.stop();
  }

  #read(wanted: Wanted): Promise<void> {
    return this.#reading.now(() => this.#ask(wanted));
  }

  async #ask(wanted: Wanted) {
    const { connection, application, subject, failedOnly, text } = this;
    const filter = { connection_id: connection, client_id: application, subject, failed_only: failedOnly, text };
    return { read: await activity(filter, wanted === "older" ? this.older : null), wanted };
  }

  #take({ read, wanted }: { read: Activity; wanted: Wanted }) {
    this.readAt = Date.now();
    this.lacking = read.kind === "hidden" ? read.lacking : null;
    if (read.kind === "hidden") return;
    this.#again = read.again_after;
    const named = read.entries.flatMap((entry) =>
      entry.entry === "sign_in" && entry.client_id ? [[entry.client_id, entry.application ?? entry.client_id]] : [],
    );
    this.applications = { ...this.applications, ...Object.fromEntries(named) };
    const known = this.rows ?? [];
    const unknown = read.entries.filter((row) => known.every(({ id }) => id !== row.id));
    // Where none is known, more came than a page holds, and the list begins anew.
    if (wanted === "newer" && (unknown.length < read.entries.length || read.entries.length === 0)) {
      this.rows = [...unknown, ...known];
      return;
    }
    this.rows = wanted === "older" ? [...known, ...unknown] : read.entries;
    this.older = read.older;
  }
}

/** How an entry is shown in a row, whatever it is about. */
export function told(entry: ActivityEntry) {
  if (entry.entry === "provisioning")
    return {
      who: entry.about ?? entry.path,
      under: `${entry.method} ${entry.path}`,
      outcome: `${entry.failed && entry.status ? `${entry.status} ` : ""}${entry.summary}`,
      tone: entry.failed ? ("err" as const) : ("ok" as const),
    };
  const tones = { succeeded: "ok", warned: "warn", failed: "err" } as const;
  return {
    who: entry.person ?? "A person who is not told",
    under: entry.application ?? "An application that is not told",
    outcome: entry.reason ? `${entry.title}: ${entry.reason}` : entry.title,
    tone: tones[entry.outcome],
  };
}
