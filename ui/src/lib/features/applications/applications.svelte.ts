import { SvelteSet } from "svelte/reactivity";
import {
  asProblem,
  listApplications,
  switchApplications,
  type ApplicationRow,
  type Problem,
  type RequestsOf,
} from "$lib/api";
import { count, sentenceList } from "$lib/ui/text";

/** As many as the tenant takes in one call: between two of them there is a place to stop. */
const batch = 50;
const named = 5;

/** Many applications on their way. */
export type Change = { enabled: boolean; done: number; total: number; stopping: boolean };
/** How it ended. */
export type Ending = { tone: "ok" | "warn"; title: string; text: string | null };

/** The tenant's applications, and for which of them one connection is enabled. */
export class Applications {
  rows = $state.raw<ApplicationRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");
  onlyEnabled = $state(false);
  change = $state.raw<Change | null>(null);
  ending = $state.raw<Ending | null>(null);

  readonly selected = new SvelteSet<string>();
  /** Where people can sign in with it. */
  readonly enabled = $derived((this.rows ?? []).filter((row) => row.enabled && row.interactive).length);
  readonly switchedOn = $derived((this.rows ?? []).filter((row) => row.enabled).length);
  readonly found = $derived(this.#found());
  readonly selectable = $derived(this.found.filter(canSwitch));
  readonly allSelected = $derived(
    this.selectable.length > 0 && this.selectable.every((row) => this.selected.has(row.client_id)),
  );

  readonly #connection: string;
  #busy: string[] = [];

  constructor(connection: string) {
    this.#connection = connection;
  }

  async load() {
    try {
      this.rows = await listApplications(this.#connection);
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** Shows the switch turned at once, and turns it back if the tenant refuses. */
  async enable(clientId: string, enabled: boolean): Promise<boolean> {
    if (this.#busy.includes(clientId) || this.change) return false;
    this.#busy.push(clientId);
    this.ending = null;
    this.#show([clientId], enabled);
    this.problem = null;
    const refusal = await switchApplications(this.#connection, [clientId], enabled).then(
      ({ refused }) => refused[0]?.problem,
      asProblem,
    );
    if (refusal) this.problem = refusal;
    this.#show([clientId], refusal ? !enabled : enabled);
    this.#busy = this.#busy.filter((id) => id !== clientId);
    return refusal === undefined;
  }

  select(clientIds: string[], on: boolean) {
    for (const clientId of clientIds) {
      if (on) this.selected.add(clientId);
      else this.selected.delete(clientId);
    }
  }

  /** Those of the selected ones that it changes. */
  toSwitch(enabled: boolean): string[] {
    return (this.rows ?? [])
      .filter((row) => this.selected.has(row.client_id) && row.enabled !== enabled && (row.interactive || !enabled))
      .map((row) => row.client_id);
  }

  requestsOf(client_ids: string[], enabled: boolean): RequestsOf {
    return { kind: "applications", connection_id: this.#connection, client_ids, enabled };
  }

  /** Enables or disables the selected ones, as many of them as the tenant takes. */
  async switchSelected(enabled: boolean) {
    if (this.change) return;
    const ids = this.toSwitch(enabled);
    const refusals: string[] = [];
    this.select(
      [...this.selected].filter((id) => !ids.includes(id)),
      false,
    );
    [this.ending, this.problem] = [null, null];
    this.change = { enabled, done: 0, total: ids.length, stopping: false };
    try {
      while (this.change.done < ids.length && !this.change.stopping) {
        const asked = ids.slice(this.change.done, this.change.done + batch);
        const { refused } = await switchApplications(this.#connection, asked, enabled);
        const done = asked.filter((id) => refused.every((one) => one.client_id !== id));
        this.#show(done, enabled);
        this.select(done, false);
        refusals.push(...refused.map((one) => `${this.#name(one.client_id)}: ${one.problem.message}`));
        this.change = { ...this.change, done: this.change.done + asked.length };
      }
      this.ending = ended(this.change, refusals);
    } catch (thrown) {
      this.problem = asProblem(thrown);
      this.ending = ended({ ...this.change, stopping: true }, refusals);
    }
    this.change = null;
  }

  /** After the call that is under way. */
  stop() {
    if (this.change) this.change = { ...this.change, stopping: true };
  }

  #name(clientId: string): string {
    return this.rows?.find((row) => row.client_id === clientId)?.name ?? clientId;
  }

  #show(clientIds: string[], enabled: boolean) {
    this.rows = (this.rows ?? []).map((row) => (clientIds.includes(row.client_id) ? { ...row, enabled } : row));
  }

  #found(): ApplicationRow[] {
    const wanted = this.search.trim().toLowerCase();
    return (this.rows ?? []).filter(
      (row) =>
        (!this.onlyEnabled || row.enabled) &&
        (row.name.toLowerCase().includes(wanted) || row.client_id.toLowerCase().includes(wanted)),
    );
  }
}

/** Where nobody signs in there is nothing to enable. */
export function canSwitch(row: ApplicationRow): boolean {
  return row.interactive || row.enabled;
}

function ended({ enabled, done, total, stopping }: Change, refusals: string[]): Ending {
  const what = enabled ? "enabled" : "disabled";
  const switched = done - refusals.length;
  const stopped = stopping && done < total ? ` Stopped before the other ${total - done}.` : "";
  if (refusals.length === 0)
    return { tone: stopped ? "warn" : "ok", title: `${count(switched, "application")} ${what}.${stopped}`, text: null };
  const more = refusals.length - named;
  const shown = more > 0 ? [...refusals.slice(0, named), `${more} more`] : refusals;
  return {
    tone: "warn",
    title: `${count(switched, "application")} ${what}, ${refusals.length} not.${stopped}`,
    text: sentenceList(shown),
  };
}
