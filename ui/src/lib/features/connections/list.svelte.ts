import { tick } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import {
  asProblem,
  cachedConnections,
  connectionRow,
  connectionsOfApplication,
  enabledCounts,
  listConnections,
  type ConnectionRow,
  type Problem,
} from "$lib/api";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { Question } from "$lib/model/question.svelte";
import { moment } from "$lib/ui/moment";
import { sentenceList } from "$lib/ui/text";
import { Counts } from "./counts.svelte";
import { among, fits, sorted, type Filters, type Sort, type SortColumn } from "./order";
import { Reading } from "./reading";
import { searched } from "./searching";

/** The code of the problem that a connection is not there any more. */
export const gone = "connection-gone";
/** Names that fit into a message. */
const named = 3;
/** Applications that are asked for a search. */
const most = 5;
/** Milliseconds after which rows that came are shown, however few. */
const patience = 1000;

const leadsBack: Problem = {
  code: "tenant-unreadable",
  message: "The tenant’s list of connections leads back to a page that was read before, so its rest cannot be read.",
  field: null,
  remedy: "Try again. Where it stays like this, the tenant’s answers are at fault.",
};

export class ConnectionList {
  rows = $state.raw<ConnectionRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** When this computer read what is shown, until the tenant has said it anew. */
  since = $state.raw<string | null>(null);
  /** Pages of the list are still to come. */
  busy = $state(false);
  /** So far only the pages that came are shown. */
  readonly partial = $derived.by(() => this.#begun || (this.busy && this.#growing));

  search = $state("");
  sort = $state.raw<Sort | null>(null);
  filters = $state.raw<Filters>({});
  /** Where the list is scrolled to, for the way back. */
  scrolled = $state(0);

  /** The connections that are enabled for applications of which the search finds the name. */
  readonly #ofApplications = new Question<Set<string>>(300);

  readonly counts = new Counts((ids) => enabledCounts(ids));

  /** In the order of the list: a search and filters leave it as it is. */
  readonly #ordered = $derived(sorted(this.rows ?? [], this.sort, this.counts.of));
  /** What the search finds, before the filters. */
  readonly searched = $derived(searched(this.#ordered, this.search, this.#ofApplications.answer));
  readonly found = $derived(this.searched.filter((row) => fits(row, this.filters, this.counts.of)));

  /** Applications of every connection are to be known, not only of those that are in view. */
  readonly countsAll = $derived(this.sort?.by === "applications" || this.filters.nowhere === true);

  readonly counting = $derived(
    this.countsAll && !this.counts.problem && (this.rows ?? []).some((row) => this.counts.of(row.id) === undefined),
  );

  #latest = 0;
  #growing = $state(true);
  /** What this computer read last is shown without its rest. */
  #begun = $state(false);
  /** What became of rows since the list was asked for, which it does not know. */
  #since: ((rows: ConnectionRow[]) => ConnectionRow[])[] = [];
  readonly #reloads: Record<string, number> = {};

  /** Begins afresh, with nothing shown. */
  async start() {
    this.rows = null;
    this.problem = null;
    this.search = "";
    this.sort = null;
    this.filters = {};
    this.scrolled = 0;
    this.since = null;
    this.#begun = false;
    this.counts.clear();
    await Promise.all([this.load(), this.#showKept()]);
  }

  /** What this computer read last, where it is there before the tenant has answered. */
  async #showKept() {
    const mine = this.#latest;
    const kept = await cachedConnections(false).catch(() => null);
    if (!kept || kept.rows.length === 0 || mine !== this.#latest) return;
    if (!this.busy && this.rows !== null) return;
    // The list then takes its place as a whole: nothing is sorted or drawn anew for each page.
    this.#growing = false;
    this.rows = kept.rows;
    this.since = kept.at;
    this.#begun = kept.more;
    // What a person sees first is drawn while the rest is on its way.
    const rest = kept.more ? await cachedConnections(true).catch(() => null) : null;
    if (rest?.at !== kept.at || mine !== this.#latest || this.since !== kept.at) return;
    this.rows = this.#since.reduce((rows, change) => change(rows), [...kept.rows, ...rest.rows]);
    this.#begun = false;
  }

  /** The first time rows show as their pages come; later the whole list takes the place of the one before. */
  async load() {
    const mine = (this.#latest += 1);
    this.#growing = this.rows === null;
    this.busy = true;
    this.#since = [];
    moment("connections-asked");
    const read = new Reading();
    const caughtUp = () => this.#since.reduce((rows, change) => change(rows), read.rows);
    let shown = { rows: 0, at: 0 };
    const show = () => {
      this.rows = caughtUp();
      shown = { rows: read.size, at: performance.now() };
    };
    try {
      let from: string | null = null;
      const begun: (string | null)[] = [];
      do {
        begun.push(from);
        const page = await listConnections(from);
        if (mine !== this.#latest) return;
        read.take(page.rows);
        // Each time all of them are sorted and counted anew: not for each page, where pages come fast.
        if (this.#growing && (read.size >= 2 * shown.rows || performance.now() - shown.at >= patience)) show();
        from = page.next;
        if (from !== null && begun.includes(from)) throw leadsBack;
      } while (from !== null);
      const [before, now] = [this.rows ?? [], caughtUp()];
      this.rows = now;
      this.problem = null;
      void tick().then(() => moment("connections-listed"));
      const kept = this.since !== null;
      this.since = null;
      this.#begun = false;
      // What went since the program ran last is no news.
      if (!this.#growing && !kept) {
        const there = among(now.map((row) => row.id));
        this.#miss(before.filter((row) => !there(row.id)));
      }
    } catch (thrown) {
      if (mine !== this.#latest) return;
      if (this.#growing && read.size > 0) show();
      this.problem = asProblem(thrown);
    } finally {
      if (mine === this.#latest) this.busy = false;
    }
  }

  /** The search fits these applications by name; the first of them are asked for their connections. */
  searchApplications(clientIds: string[]) {
    this.#ofApplications.clear();
    if (clientIds.length === 0) return;
    const asked = clientIds.slice(0, most);
    this.#ofApplications.soon(
      async () => new SvelteSet((await Promise.all(asked.map((id) => connectionsOfApplication(id)))).flat()),
    );
  }

  /** Asks for everything again that is shown. */
  async refresh() {
    this.counts.clear();
    await this.load();
  }

  /** Reads one row again, in the list where it is there: of the state that a page has, or from the tenant. None where it cannot be read, or
   *  is being read once more. */
  async reload(id: string, revision: string | null = null): Promise<ConnectionRow | null> {
    const mine = (this.#reloads[id] = (this.#reloads[id] ?? 0) + 1);
    try {
      const fresh = await connectionRow(id, revision);
      if (this.#reloads[id] !== mine) return null;
      this.change([id], () => fresh);
      return fresh;
    } catch (thrown) {
      if (asProblem(thrown).code === gone) this.drop(id);
      return null;
    }
  }

  /** A reading showed that the connection is not there any more. */
  drop(id: string) {
    const rows = (this.rows ?? []).filter((row) => row.id === id);
    this.remove([id]);
    this.#miss(rows);
  }

  #miss(rows: ConnectionRow[]) {
    if (rows.length === 0) return;
    const names = rows.slice(0, named).map((row) => row.name);
    const more = rows.length - names.length;
    toasts.show(`Not on the tenant any more: ${sentenceList(more > 0 ? [...names, `${more} more`] : names)}`);
  }

  change(ids: string[], change: (row: ConnectionRow) => ConnectionRow) {
    const changed = among(ids);
    this.#become((rows) => rows.map((row) => (changed(row.id) ? change(row) : row)));
  }

  remove(ids: string[]) {
    const gone = among(ids);
    this.#become((rows) => rows.filter((row) => !gone(row.id)));
  }

  #become(change: (rows: ConnectionRow[]) => ConnectionRow[]) {
    if (this.busy) this.#since.push(change);
    if (this.rows) this.rows = change(this.rows);
  }

  /** Ascending first, then descending, then as the tenant lists them. */
  sortBy(by: SortColumn) {
    if (this.sort?.by !== by) this.sort = { by, descending: false };
    else this.sort = this.sort.descending ? null : { by, descending: true };
  }

  /** Turns one filter; of one subject there is one at a time. */
  filter(change: Filters) {
    this.filters = { ...this.filters, ...change };
  }
}

/** The tenant's connections, shown by the list and counted in the sidebar. */
export const connectionList = new ConnectionList();
