import {
  asProblem,
  connectionsPerApplication,
  tenantApplications,
  type Problem,
  type TenantApplication,
} from "$lib/api";

/** The tenant's applications, and how many connections each may use, which takes longer to learn. */
class ApplicationList {
  rows = $state.raw<TenantApplication[] | null>(null);
  connections = $state.raw<Partial<Record<string, number>> | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");

  readonly found = $derived(filtered(this.rows ?? [], this.search));

  #latest = 0;
  #counted = 0;

  /** Begins afresh, with nothing shown. */
  async start() {
    this.#counted += 1;
    [this.rows, this.connections, this.problem, this.search] = [null, null, null, ""];
    await this.load();
  }

  async load() {
    const mine = (this.#latest += 1);
    try {
      const rows = await tenantApplications();
      if (mine !== this.#latest) return;
      [this.rows, this.problem] = [rows, null];
    } catch (thrown) {
      if (mine === this.#latest) this.problem = asProblem(thrown);
    }
  }

  async countConnections() {
    const mine = (this.#counted += 1);
    try {
      const connections = await connectionsPerApplication();
      if (mine === this.#counted) this.connections = connections;
    } catch (thrown) {
      if (mine === this.#counted) this.problem = asProblem(thrown);
    }
  }
}

/** Shown by the list and counted in the sidebar. */
export const applicationList = new ApplicationList();

function filtered(rows: TenantApplication[], search: string): TenantApplication[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter((row) => [row.name, row.client_id].some((text) => text.toLowerCase().includes(wanted)));
}
