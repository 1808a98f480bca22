import { asProblem, listConnections, type ConnectionRow, type Problem } from "$lib/api";

export class ConnectionList {
  rows = $state.raw<ConnectionRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");

  readonly found = $derived(filtered(this.rows ?? [], this.search));

  #latest = 0;

  /** Begins afresh, with nothing shown. */
  async start() {
    this.rows = null;
    this.problem = null;
    this.search = "";
    await this.load();
  }

  async load() {
    const mine = (this.#latest += 1);
    try {
      const rows = await listConnections();
      if (mine !== this.#latest) return;
      this.rows = rows;
      this.problem = null;
    } catch (thrown) {
      if (mine === this.#latest) this.problem = asProblem(thrown);
    }
  }
}

/** The tenant's connections, shown by the list and counted in the sidebar. */
export const connectionList = new ConnectionList();

function filtered(rows: ConnectionRow[], search: string): ConnectionRow[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter((row) => [row.name, row.display_name, row.issuer_host ?? ""].some((text) => text.toLowerCase().includes(wanted)));
}
