import { asProblem, history, restore, type ConnectionView, type HistoryEntry, type Problem } from "$lib/api";
import { sentenceList } from "$lib/ui/text";

/** The changes that Lintel made to one connection. */
export class History {
  entries = $state.raw<HistoryEntry[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  chosenId = $state<number | null>(null);

  readonly chosen = $derived(this.entries?.find((entry) => entry.id === this.chosenId) ?? this.entries?.[0]);

  readonly #connection: string;
  #latest = 0;

  constructor(connection: string) {
    this.#connection = connection;
  }

  async load() {
    const mine = (this.#latest += 1);
    try {
      const entries = await history(this.#connection);
      if (mine === this.#latest) [this.entries, this.problem] = [entries, null];
    } catch (thrown) {
      if (mine === this.#latest) this.problem = asProblem(thrown);
    }
  }

  /** Brings back the state before a change; the connection as it is then, or nothing where that failed. */
  async restore(entry: HistoryEntry, withSecret: boolean): Promise<ConnectionView | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      const outcome = await restore(entry.id, withSecret);
      this.chosenId = null;
      await this.load();
      return outcome.kind === "saved" ? outcome.view : null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }
}

/** What a change did, in a few words. */
export function headline({ kind, changes, problem }: HistoryEntry): string {
  if (problem !== null) return "An entry that cannot be read";
  if (kind === "created") return "Connection created";
  if (kind === "deleted") return "Connection deleted";
  const fields = changes.length > 3 ? `${changes.length} fields` : sentenceList(changes.map((change) => change.label));
  return kind === "restored" ? `Earlier state brought back: ${fields}` : `${fields} changed`;
}

/** What is to be known about how it ended; nothing where it went well. */
export function ending({ state, problem }: HistoryEntry): string | null {
  if (problem !== null) return `This entry cannot be read: ${problem}.`;
  switch (state) {
    case "done":
      return null;
    case "sent":
      return "Sent, and not read back yet. The next start of Lintel settles it.";
    case "not_done":
      return "Not done: the tenant holds what it held before.";
    case "overtaken":
      return "The connection was changed by somebody else at the same time, or it was deleted.";
  }
}
