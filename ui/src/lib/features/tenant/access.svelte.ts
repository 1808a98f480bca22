import {
  asProblem,
  checkAccess,
  connectAuth0Tenant,
  renewCredentials,
  type AccessCheck,
  type DeskView,
  type KeyAlgorithm,
  type Problem,
  type TenantAccess,
  type TenantCredentials,
} from "$lib/api";
import { Question } from "$lib/model/question.svelte";
import { same } from "$lib/model/edits.svelte";

const fields = [
  "domain",
  "name",
  "client_id",
  "client_secret",
  "private_key",
  "token",
  "proxy",
  "authorities",
] as const;
export type AccessField = (typeof fields)[number];

/** How an Auth0 tenant is reached, as it is being typed. */
export class Access {
  domain = $state("");
  name = $state("");
  clientId = $state("");
  secret = $state("");
  kind = $state<TenantCredentials["kind"]>("secret");
  privateKey = $state("");
  algorithm = $state<KeyAlgorithm>("RS256");
  token = $state("");
  proxy = $state("");
  authorities = $state("");

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
    const { domain, proxy, authorities } = this;
    return { domain: domain.trim(), credentials: this.#credentials(), proxy: proxy.trim(), authorities };
  }

  #credentials(): TenantCredentials {
    const client_id = this.clientId.trim();
    if (this.kind === "token") return { kind: "token", token: this.token };
    if (this.kind === "private_key")
      return { kind: "private_key", client_id, private_key: this.privateKey, algorithm: this.algorithm };
    return { kind: "secret", client_id, client_secret: this.secret };
  }
}

function isField(field: string | null): field is AccessField {
  return fields.some((own) => own === field);
}
