import {
  asProblem,
  cancel,
  changeConnections,
  onBulkProgressed,
  type BulkAction,
  type BulkOutcome,
  type ConnectionRow,
  type Problem,
} from "$lib/api";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { count, isolated } from "$lib/ui/text";
import { connectionList, type ConnectionList } from "./list.svelte";
import { among } from "./order";
import { selection } from "./selection.svelte";

export type Failure = { name: string; problem: Problem };

/** How a change of many connections ended. */
export type BulkResult = {
  /** "12 connections deleted". */
  text: string;
  failures: Failure[];
  /** Takes it back, where that can be done. */
  undo: (() => void) | null;
};

/** What is said of the end where it is not shown. */
export type BulkEnd = Pick<BulkResult, "text" | "undo">;

type Words = { doing: string; done: string; already: string };

/** One change of many connections at a time. It goes on whatever page is shown, and whatever tenant is in front. */
export class Bulk {
  running = $state.raw<{ doing: string; done: number; total: number; cancelling: boolean } | null>(null);
  result = $state.raw<BulkResult | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly #list: ConnectionList;
  readonly #ended: (end: BulkEnd) => void;
  #ticket = "";

  constructor(list: ConnectionList, ended: (end: BulkEnd) => void) {
    [this.#list, this.#ended] = [list, ended];
  }

  enable(rows: ConnectionRow[], application: { client_id: string; name: string }, enabled: boolean) {
    const { client_id, name } = application;
    const words = enabled
      ? { doing: `Enabling for ${isolated(name)}`, done: `enabled for ${isolated(name)}`, already: "already" }
      : { doing: `Disabling for ${isolated(name)}`, done: `disabled for ${isolated(name)}`, already: "already" };
    return this.#change(rows, { kind: "application", client_id, enabled }, words, (changed) => {
      this.#list.counts.forget(changed.map((row) => row.id));
      return () => void this.enable(changed, application, !enabled);
    });
  }

  showButton(rows: ConnectionRow[], shown: boolean) {
    const words = shown
      ? { doing: "Showing the button", done: "shown as a button", already: "already" }
      : { doing: "Hiding the button", done: "no longer shown as a button", already: "already" };
    return this.#change(rows, { kind: "button", shown }, words, (changed) => {
      this.#list.change(
        changed.map((row) => row.id),
        (row) => ({ ...row, show_as_button: shown }),
      );
      return () => void this.showButton(changed, !shown);
    });
  }

  delete(rows: ConnectionRow[], typed: string) {
    const words = { doing: "Deleting", done: "deleted", already: "gone before" };
    return this.#change(rows, { kind: "delete", typed }, words, (changed) => {
      this.#list.remove(changed.map((row) => row.id));
      selection.drop(changed.map((row) => row.id));
      return null;
    });
  }

  async cancel() {
    if (!this.running) return;
    this.running = { ...this.running, cancelling: true };
    await cancel(this.#ticket);
  }

  dismiss() {
    this.result = null;
    this.problem = null;
  }

  #change(
    rows: ConnectionRow[],
    action: BulkAction,
    words: Words,
    adopt: (changed: ConnectionRow[]) => (() => void) | null,
  ) {
    return this.#run(rows, words, async (ids) => {
      const outcome = await changeConnections(this.#ticket, ids, action);
      const changed = among(outcome.changed);
      const undo = adopt(rows.filter((row) => changed(row.id)));
      return { ...told(rows, outcome, words), undo: outcome.changed.length > 0 ? undo : null };
    });
  }

  async #run(rows: ConnectionRow[], words: Words, work: (ids: string[]) => Promise<BulkResult>) {
    if (this.running || rows.length === 0) return;
    this.dismiss();
    this.#ticket = crypto.randomUUID();
    this.running = { doing: words.doing, done: 0, total: rows.length, cancelling: false };
    const stop = onBulkProgressed(({ ticket, done }) => {
      if (ticket === this.#ticket && this.running) this.running = { ...this.running, done };
    });
    try {
      this.result = await work(rows.map((row) => row.id));
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    stop();
    this.running = null;
    if (this.problem)
      this.#ended({ text: [this.problem.message, this.problem.remedy].filter(Boolean).join(" "), undo: null });
    else if (this.result) this.#ended(this.result);
  }
}

/** Each tenant's change, which that tenant alone shows and takes back. */
class Bulks {
  /** Told each time one ends, wherever that is. */
  onended: (end: BulkEnd, here: boolean) => void = () => undefined;

  readonly #of: Partial<Record<string, Bulk>> = {};

  /** That of the tenant in front. */
  get here(): Bulk {
    const id = tenantDesk.tenant?.id ?? "";
    return (this.#of[id] ??= new Bulk(connectionList, (end) => this.#tell(id, end)));
  }

  #tell(id: string, end: BulkEnd) {
    if (id === (tenantDesk.tenant?.id ?? "")) return this.onended(end, true);
    const tenant = tenantDesk.tenants.find((row) => row.id === id);
    this.onended({ text: tenant ? `On ${isolated(tenant.name)}: ${end.text}` : end.text, undo: null }, false);
  }
}

export const bulks = new Bulks();

function told(rows: ConnectionRow[], outcome: BulkOutcome, words: Words): BulkResult {
  const parts = [`${count(outcome.changed.length, "connection")} ${words.done}`];
  if (outcome.unchanged > 0) parts.push(`${outcome.unchanged} ${words.already}`);
  if (outcome.failed.length > 0) parts.push(`${outcome.failed.length} failed`);
  if (outcome.left > 0) parts.push(`${outcome.left} left as they were`);
  return {
    text: parts.join(", "),
    failures: outcome.failed.map(({ id, problem }) => ({
      name: rows.find((row) => row.id === id)?.name ?? id,
      problem,
    })),
    undo: null,
  };
}
