import { connectionsPerApplication, tenantApplications, type TenantApplication } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** The tenant's applications, and how many connections each may use, which takes longer to learn. */
class ApplicationList {
  readonly #rows = new Question<TenantApplication[]>();
  readonly #connections = new Question<Partial<Record<string, number>>>();
  search = $state("");

  readonly rows = $derived(this.#rows.answer);
  readonly connections = $derived(this.#connections.answer);
  readonly problem = $derived(this.#rows.problem ?? this.#connections.problem);
  readonly found = $derived(filtered(this.rows ?? [], this.search));

  /** Begins afresh, with nothing shown. */
  async start() {
    this.search = "";
    this.#rows.clear();
    this.#connections.clear();
    await this.load();
  }

  async load() {
    await this.#rows.now(() => tenantApplications());
  }

  async countConnections() {
    await this.#connections.now(() => connectionsPerApplication());
  }
}

/** Shown by the list and counted in the sidebar. */
export const applicationList = new ApplicationList();

function filtered(rows: TenantApplication[], search: string): TenantApplication[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter((row) => [row.name, row.client_id].some((text) => text.toLowerCase().includes(wanted)));
}
