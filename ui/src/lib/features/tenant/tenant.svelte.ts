import { asProblem, desk, type Problem, type TenantView } from "$lib/api";

class TenantDesk {
  tenant = $state.raw<TenantView | null>(null);
  problem = $state.raw<Problem | null>(null);

  async load() {
    try {
      this.tenant = (await desk()).tenant;
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }
}

/** The tenant that this window works on. */
export const tenantDesk = new TenantDesk();
