import { SvelteSet } from "svelte/reactivity";
import {
  asProblem,
  cancel,
  listOrganizations,
  onBulkProgressed,
  switchOrganizations,
  type OrganizationChange,
  type OrganizationRow,
  type OrganizationUseForm,
  type OrganizationsSwitched,
  type OrganizationsView,
  type Problem,
  type RequestsOf,
} from "$lib/api";
import { count, sentenceList } from "$lib/ui/text";

const named = 5;
/** As Auth0 enables a connection that nothing more is said of. */
export const asNew: OrganizationUseForm = { assign_membership_on_login: false, show_as_button: true };

/** Many organizations on their way: read one by one, or switched. */
export type Progress = { doing: string; done: number; total: number; stopping: boolean };
export type Ending = { tone: "ok" | "warn"; title: string; text: string | null };

/** The tenant's organizations, and which of them use one connection. */
export class Organizations {
  view = $state.raw<OrganizationsView | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");
  onlyUsing = $state(false);
  progress = $state.raw<Progress | null>(null);
  ending = $state.raw<Ending | null>(null);
  /** Rows whose switch is on its way. */
  readonly busy = new SvelteSet<string>();
  readonly selected = new SvelteSet<string>();

  readonly rows = $derived(this.view?.kind === "shown" ? this.view.organizations : null);
  readonly using = $derived((this.rows ?? []).filter((row) => row.uses !== null).length);
  readonly found = $derived(this.#found());
  readonly selectable = $derived(this.found.filter((row) => row.problem === null));
  readonly allSelected = $derived(
    this.selectable.length > 0 && this.selectable.every((row) => this.selected.has(row.id)),
  );

  readonly #connection: string;
  #ticket = "";
  #running: Promise<unknown> = Promise.resolve();

  constructor(connection: string) {
    this.#connection = connection;
  }

  async load() {
    // Who left one place and comes to another waits for the end of what was stopped there.
    if (this.progress?.stopping) await this.#running;
    if (this.progress) return;
    const read = await this.#run("Looking through organizations", 0, (ticket) =>
      listOrganizations(ticket, this.#connection),
    );
    if (read) this.view = read;
  }

  /** One organization begins, changes or ends to use the connection. The row shows it at once, and takes it back if it is refused. */
  async use(row: OrganizationRow, uses: OrganizationUseForm | null): Promise<void> {
    if (this.busy.has(row.id) || this.progress) return;
    this.busy.add(row.id);
    [this.problem, this.ending] = [null, null];
    this.#show([row.id], uses);
    const refusal = await switchOrganizations(crypto.randomUUID(), this.#connection, [change(row, uses)]).then(
      ({ refused }) => refused[0]?.problem,
      asProblem,
    );
    if (refusal) {
      this.problem = refusal;
      this.#show([row.id], row.uses);
    }
    this.busy.delete(row.id);
  }

  select(ids: string[], on: boolean) {
    for (const id of ids) {
      if (on) this.selected.add(id);
      else this.selected.delete(id);
    }
  }

  /** Those of the selected ones that it changes. */
  toSwitch(on: boolean): OrganizationRow[] {
    return (this.rows ?? []).filter((row) => this.selected.has(row.id) && (row.uses !== null) !== on);
  }

  requestsOf(rows: OrganizationRow[], uses: OrganizationUseForm | null): RequestsOf {
    return {
      kind: "organizations",
      connection_id: this.#connection,
      changes: rows.map((row) => change(row, uses)),
    };
  }

  /** What its switches would send, each turned. */
  choicesOf(row: OrganizationRow): { label: string; of: () => RequestsOf }[] {
    const { uses } = row;
    if (!uses) return [{ label: "Enable", of: () => this.requestsOf([row], asNew) }];
    const turned = (one: keyof OrganizationUseForm) => this.requestsOf([row], { ...uses, [one]: !uses[one] });
    const verb = (one: keyof OrganizationUseForm) => (uses[one] ? "off" : "on");
    return [
      { label: "Disable", of: () => this.requestsOf([row], null) },
      {
        label: `Membership at login ${verb("assign_membership_on_login")}`,
        of: () => turned("assign_membership_on_login"),
      },
      { label: `Button ${verb("show_as_button")}`, of: () => turned("show_as_button") },
    ];
  }

  /** What is selected uses the connection, or uses it no more; who uses it already keeps its switches. */
  async switchSelected(on: boolean) {
    if (this.progress) return;
    const rows = this.toSwitch(on);
    const uses = on ? asNew : null;
    const doing = on ? "Enabling" : "Disabling";
    const outcome = await this.#run(doing, rows.length, (ticket) =>
      switchOrganizations(
        ticket,
        this.#connection,
        rows.map((row) => change(row, uses)),
      ),
    );
    if (!outcome) return;
    const refused = outcome.refused.map(({ id }) => id);
    if (outcome.left === 0) {
      const done = rows.map(({ id }) => id).filter((id) => !refused.includes(id));
      this.#show(done, uses);
      this.select(
        [...this.selected].filter((id) => !refused.includes(id)),
        false,
      );
    }
    this.ending = this.#ended(on, rows.length, outcome);
    // Which were done before the stop, the tenant knows.
    if (outcome.left > 0) await this.load();
  }

  async stop() {
    if (!this.progress) return;
    this.progress = { ...this.progress, stopping: true };
    await cancel(this.#ticket);
  }

  /** The page is left: nobody waits for the rest of the reading. */
  leave() {
    if (this.progress && this.view === null) void this.stop();
  }

  async #run<T>(doing: string, total: number, work: (ticket: string) => Promise<T>): Promise<T | null> {
    const ticket = (this.#ticket = crypto.randomUUID());
    [this.problem, this.ending] = [null, null];
    this.progress = { doing, done: 0, total, stopping: false };
    const stop = onBulkProgressed((event) => {
      if (event.ticket === ticket && this.progress)
        this.progress = { ...this.progress, done: event.done, total: event.total };
    });
    const running = work(ticket);
    this.#running = running.catch(() => undefined);
    try {
      return await running;
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return null;
    } finally {
      stop();
      this.progress = null;
    }
  }

  #show(ids: string[], uses: OrganizationUseForm | null) {
    if (this.view?.kind !== "shown") return;
    const organizations = this.view.organizations.map((row) => (ids.includes(row.id) ? { ...row, uses } : row));
    this.view = { ...this.view, organizations };
  }

  #found(): OrganizationRow[] {
    const wanted = this.search.trim().toLowerCase();
    const fits = (row: OrganizationRow) =>
      [row.name, row.display_name, row.id].some((text) => text.toLowerCase().includes(wanted));
    return (this.rows ?? []).filter((row) => (!this.onlyUsing || row.uses !== null) && fits(row));
  }

  #ended(on: boolean, total: number, { refused, left }: OrganizationsSwitched): Ending {
    const what = on ? "enabled" : "disabled";
    const title = `${count(total - refused.length - left, "organization")} ${what}`;
    const stopped = left > 0 ? ` Stopped before the other ${left}.` : "";
    if (refused.length === 0) return { tone: left > 0 ? "warn" : "ok", title: `${title}.${stopped}`, text: null };
    const nameOf = (id: string) => this.rows?.find((row) => row.id === id)?.display_name ?? id;
    const told = refused.slice(0, named).map(({ id, problem }) => `${nameOf(id)}: ${problem.message}`);
    const more = refused.length - named;
    return {
      tone: "warn",
      title: `${title}, ${refused.length} not.${stopped}`,
      text: sentenceList(more > 0 ? [...told, `${more} more`] : told),
    };
  }
}

function change({ id, name }: OrganizationRow, uses: OrganizationUseForm | null): OrganizationChange {
  return { id, name, uses };
}
