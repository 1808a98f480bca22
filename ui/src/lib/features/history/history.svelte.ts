import { history, type HistoryEntry } from "$lib/api";
import { Question } from "$lib/model/question.svelte";
import { count, isolated, sentenceList } from "$lib/ui/text";

/** The name of an application; its client ID where it is not known. */
export type NameOf = (clientId: string) => string;

/** What is known of the changes of one connection. */
export class History {
  chosenId = $state<number | null>(null);

  readonly connection: string;
  readonly #question = new Question<HistoryEntry[]>();

  readonly entries = $derived(this.#question.answer);
  readonly problem = $derived(this.#question.problem);
  readonly chosen = $derived(this.entries?.find((entry) => entry.id === this.chosenId) ?? this.entries?.[0]);

  constructor(connection: string) {
    this.connection = connection;
  }

  async load() {
    await this.#question.now(() => history(this.connection));
  }
}

const most = 3;

/** What a change did, in a few words. */
export function headline({ kind, changes, problem, switched }: HistoryEntry, nameOf: NameOf): string {
  if (problem !== null) return "An entry that cannot be read";
  const fields =
    changes.length > most ? `${changes.length} fields` : sentenceList(changes.map((change) => change.label));
  switch (kind) {
    case "created":
      return "Connection created";
    case "deleted":
      return "Connection deleted";
    case "gone":
      return "Connection deleted elsewhere";
    case "elsewhere":
      return `${fields} changed elsewhere`;
    case "restored":
      return `Earlier state brought back: ${fields}`;
    case "saved":
      return `${fields} changed`;
    case "scim":
      return changes.some(({ path, after }) => path === "/scim" && after === "Off")
        ? "SCIM turned off"
        : changes.some(({ path }) => path === "/scim")
          ? "SCIM turned on"
          : `${fields} changed`;
    case "scim_token":
      return changes.some(({ after }) => after !== null) ? "SCIM token made" : "SCIM token revoked";
    case "keys":
      if (changes.length === 0) return "Signing keys changed";
      return changes.some(({ before }) => before !== null) ? "Signing keys rotated" : "Signing keys made";
    case "organizations":
      return changes.length === 1
        ? `${changes[0]?.label ?? "An organization"} switched`
        : `${count(changes.length, "organization")} switched`;
    case "test_address":
      return "An address of a test among an application’s callbacks";
    case "applications":
      return `${switched?.enabled ? "Enabled" : "Disabled"} for ${applications(switched?.client_ids ?? [], nameOf)}`;
  }
}

function applications(clientIds: string[], nameOf: NameOf): string {
  return clientIds.length > most
    ? count(clientIds.length, "application")
    : sentenceList(clientIds.map((id) => isolated(nameOf(id))));
}

/** Whether Lintel made the change; else it saw it. */
export function isOwn({ kind }: HistoryEntry): boolean {
  return kind !== "elsewhere" && kind !== "gone";
}

/** Whether there is an earlier state to bring back. */
export function isRestorable({ kind, problem }: HistoryEntry): boolean {
  return problem === null && (kind === "saved" || kind === "restored" || kind === "elsewhere" || kind === "scim");
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
