import { asProblem, chooseTenant, createLocalTenant, desk, removeTenant, renameTenant, type Desk, type Problem } from "$lib/api";

class TenantDesk {
  #desk = $state.raw<Desk | null>(null);
  problem = $state.raw<Problem | null>(null);

  /** The tenant in front. */
  readonly tenant = $derived(this.#desk?.tenant ?? null);
  readonly tenants = $derived(this.#desk?.tenants ?? []);
  readonly keepsCredentials = $derived(this.#desk?.keeps_credentials ?? true);
  /** Only a tenant of this program shows its side of a sign-in. */
  readonly servedHere = $derived(this.tenant?.kind !== "auth0");

  async load() {
    try {
      this.#desk = await desk();
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  async choose(id: string) {
    this.adopt(await chooseTenant(id));
  }

  async createLocal(name: string) {
    this.adopt(await createLocalTenant(name));
  }

  async rename(id: string, name: string) {
    this.adopt(await renameTenant(id, name));
  }

  async remove(id: string, typedName: string) {
    this.adopt(await removeTenant(id, typedName));
  }

  adopt(now: Desk) {
    this.#desk = now;
  }
}

/** The tenants, and the one that this window works on. */
export const tenantDesk = new TenantDesk();
