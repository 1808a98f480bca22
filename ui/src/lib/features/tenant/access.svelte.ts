import {
  asProblem,
  cancel,
  checkAccess,
  connectAuth0Tenant,
  renewCredentials,
  type AccessCheck,
  type Desk,
  type Problem,
  type TenantAccess,
} from "$lib/api";
import { same } from "$lib/edits.svelte";

export type AccessField = "domain" | "name" | "client_id" | "client_secret";

/** How an Auth0 tenant is reached, as it is being typed. */
export class Access {
  domain = $state("");
  name = $state("");
  clientId = $state("");
  secret = $state("");

  found = $state.raw<AccessCheck | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state<"checking" | "connecting" | null>(null);

  /** Of the tenant whose credentials are replaced; none for a new one. */
  readonly #tenant: string | null;
  #ticket = "";

  constructor(tenant: string | null = null) {
    this.#tenant = tenant;
  }

  problemOf(field: AccessField): Problem | undefined {
    return this.problem?.field === field ? this.problem : undefined;
  }

  readonly elsewhere = $derived(this.problem && !isField(this.problem.field) ? this.problem : null);

  /** Something was typed: what was found was of something else. */
  edited() {
    this.found = null;
    this.problem = null;
  }

  async check() {
    this.#ticket = crypto.randomUUID();
    await this.#run("checking", async (asked) => {
      const found = await checkAccess(this.#ticket, asked);
      if (same(asked, this.#access())) this.found = found;
    });
  }

  async stop() {
    if (this.busy === "checking") await cancel(this.#ticket);
  }

  /** The desk with the tenant in front, or null with the problem shown. */
  async connect(): Promise<Desk | null> {
    let desk: Desk | null = null;
    await this.#run("connecting", async (asked) => {
      desk =
        this.#tenant === null
          ? await connectAuth0Tenant(this.name, asked)
          : await renewCredentials(this.#tenant, asked);
    });
    return desk;
  }

  async #run(busy: "checking" | "connecting", call: (asked: TenantAccess) => Promise<void>) {
    if (this.busy) return;
    this.busy = busy;
    this.problem = null;
    const asked = this.#access();
    try {
      await call(asked);
    } catch (thrown) {
      const problem = asProblem(thrown);
      // What was typed meanwhile was not asked about.
      if (problem.code !== "cancelled" && same(asked, this.#access())) this.problem = problem;
    }
    this.busy = null;
  }

  #access(): TenantAccess {
    return { domain: this.domain.trim(), client_id: this.clientId.trim(), client_secret: this.secret };
  }
}

function isField(field: string | null): field is AccessField {
  return field === "domain" || field === "name" || field === "client_id" || field === "client_secret";
}
