import { asProblem, enableApplication, listApplications, type ApplicationRow, type Problem } from "$lib/api";

/** The tenant's applications, and for which of them one connection is enabled. */
export class Applications {
  rows = $state.raw<ApplicationRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");
  onlyEnabled = $state(false);
  busy = $state.raw<string[]>([]);

  readonly enabled = $derived((this.rows ?? []).filter((row) => row.enabled).length);
  readonly found = $derived(this.#found());

  readonly #connection: string;

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
    if (this.busy.includes(clientId)) return false;
    this.busy = [...this.busy, clientId];
    this.#show(clientId, enabled);
    try {
      await enableApplication(this.#connection, clientId, enabled);
      this.problem = null;
      return true;
    } catch (thrown) {
      this.#show(clientId, !enabled);
      this.problem = asProblem(thrown);
      return false;
    } finally {
      this.busy = this.busy.filter((id) => id !== clientId);
    }
  }

  #show(clientId: string, enabled: boolean) {
    this.rows = (this.rows ?? []).map((row) => (row.client_id === clientId ? { ...row, enabled } : row));
  }

  #found(): ApplicationRow[] {
    const wanted = this.search.trim().toLowerCase();
    return (this.rows ?? []).filter((row) => (!this.onlyEnabled || row.enabled) && (row.name.toLowerCase().includes(wanted) || row.client_id.toLowerCase().includes(wanted)));
  }
}
