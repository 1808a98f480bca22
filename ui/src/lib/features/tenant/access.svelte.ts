import {
  asProblem,
  checkAccess,
  connectAuth0Tenant,
  renewCredentials,
  type AccessCheck,
  type DeskView,
  type Problem,
  type TenantAccess,
} from "$lib/api";
import { Question } from "$lib/model/question.svelte";
import { same } from "$lib/model/edits.svelte";

export type AccessField = "domain" | "name" | "client_id" | "client_secret";

/** How an Auth0 tenant is reached, as it is being typed. */
export class Access {
  domain = $state("");
  name = $state("");
  clientId = $state("");
  secret = $state("");

  /** Of the tenant whose credentials are replaced; none for a new one. */
  readonly #tenant: string | null;
  readonly #check = new Question<AccessCheck>();
  /** Why the tenant was not connected. */
  #refusal = $state.raw<Problem | null>(null);
  #connecting = $state(false);

  readonly found = $derived(this.#check.answer);
  readonly busy = $derived(this.#connecting ? "connecting" : this.#check.state === "asking" ? "checking" : null);

  constructor(tenant: string | null = null) {
    this.#tenant = tenant;
  }

  get problem(): Problem | null {
    return this.#refusal ?? this.#check.problem;
  }

  problemOf(field: AccessField): Problem | undefined {
    return this.problem?.field === field ? this.problem : undefined;
  }

  readonly elsewhere = $derived(this.problem && !isField(this.problem.field) ? this.problem : null);

  /** Something was typed: what was found, or is still looked for, is of something else. */
  edited() {
    this.#check.clear();
    this.#refusal = null;
  }

  async check() {
    if (this.busy) return;
    this.edited();
    const asked = this.#access();
    await this.#check.now((ticket) => checkAccess(ticket(), asked));
  }

  stop() {
    this.#check.stop();
  }

  /** The desk with the tenant in front, or null with the problem shown. */
  async connect(): Promise<DeskView | null> {
    if (this.busy) return null;
    [this.#connecting, this.#refusal] = [true, null];
    const asked = this.#access();
    try {
      return this.#tenant === null
        ? await connectAuth0Tenant(this.name, asked)
        : await renewCredentials(this.#tenant, asked);
    } catch (thrown) {
      // What was typed meanwhile was not asked about.
      if (same(asked, this.#access())) this.#refusal = asProblem(thrown);
      return null;
    } finally {
      this.#connecting = false;
    }
  }

  #access(): TenantAccess {
    return { domain: this.domain.trim(), client_id: this.clientId.trim(), client_secret: this.secret };
  }
}

function isField(field: string | null): field is AccessField {
  return field === "domain" || field === "name" || field === "client_id" || field === "client_secret";
}
