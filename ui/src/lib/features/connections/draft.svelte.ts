import type { Channel, ConnectionForm, ConnectionView, Edit, JsonValue, MappingForm, MetadataEdit, Pkce, Problem, SecretInput } from "$lib/api";

export type DraftField = "name" | "display_name" | "discovery_url" | "channel" | "client_id" | "client_secret" | "scope" | "pkce" | "document" | "metadata" | "mapping" | keyof Profile;

/** The client's authentication, what few connections need of the connection profile, provisioning and login experience, as they cross. */
export type Profile = Pick<ConnectionForm, "profile_sync" | "domains" | "tenant_domain" | "show_as_button" | "icon_url" | "auth_method" | "auth_signing_alg" | "auth_audience" | "back_channel_nonce" | "id_token_algs" | "dpop_signing_alg" | "session_expiry" | "upstream_params">;

/** A problem of one field, shown until that field's value changes. */
type Mark = Shown & { value: string };
type Shown = { message: string; remedy: string | null; /** The part of the field that it is about, where it has parts. */ part?: string | undefined };

const labels: Record<DraftField, string> = {
  name: "Connection Name",
  display_name: "Display name",
  discovery_url: "OpenID Connect Discovery URL",
  channel: "Communication Channel",
  client_id: "Client ID",
  client_secret: "Client Secret",
  auth_method: "Authentication Method",
  auth_signing_alg: "Assertion algorithm",
  auth_audience: "Assertion audience",
  scope: "Scopes",
  pkce: "PKCE",
  profile_sync: "Sync user profile attributes",
  back_channel_nonce: "Nonce",
  id_token_algs: "ID token algorithms",
  dpop_signing_alg: "DPoP",
  session_expiry: "Session expiry",
  upstream_params: "Upstream parameters",
  document: "Connection Metadata",
  metadata: "Issuer details",
  mapping: "User Mapping",
  domains: "Identity provider domains",
  tenant_domain: "Legacy domain",
  show_as_button: "Display connection button",
  icon_url: "Button logo URL",
};

const plain: Profile = {
  auth_method: "client_secret_post",
  auth_signing_alg: "RS256",
  auth_audience: "token_endpoint",
  back_channel_nonce: false,
  id_token_algs: [],
  dpop_signing_alg: null,
  session_expiry: false,
  upstream_params: [],
  profile_sync: "on_each_login",
  domains: [],
  tenant_domain: "",
  show_as_button: false,
  icon_url: "",
};
/** A document and what it came from: a file's name, or null for the provider itself. */
export type MetadataDocument = { members: Record<string, JsonValue>; file: string | null };

/** A connection as it stands in the form, saved or not. */
export class ConnectionDraft {
  name = $state("");
  /** Empty on a new connection: its name serves. */
  displayName = $state("");
  discoveryUrl = $state("");
  channel = $state<Channel>("back_channel");
  clientId = $state("");
  scope = $state("openid profile email");
  pkce = $state<Pkce>("auto");

  profile = $state.raw<Profile>(plain);

  /** The metadata document that takes the place of the stored one. */
  document = $state.raw<MetadataDocument | null>(null);

  /** Edits of the provider's metadata, by member, over the document. */
  metadata = $state.raw<Record<string, MetadataEdit>>({});

  mapping = $state.raw<MappingForm>({ mode: "bind_all", attributes: "", userinfo_scope: "" });

  /** What was typed for the secret. A client that authenticates without it keeps it and does not send it. */
  secret = $state("");
  /** The saved secret gives way to what is typed. */
  replacingSecret = $state(true);

  #saved = $state.raw<ConnectionView | null>(null);
  #marks = $state.raw<Partial<Record<DraftField, Mark>>>({});
  #elsewhere = $state.raw<Problem | null>(null);
  #typing: (() => Promise<void>)[] = [];

  constructor(saved: ConnectionView | null = null) {
    if (saved) this.adopt(saved);
  }

  /** Takes over what is saved, dropping every edit. */
  adopt(saved: ConnectionView) {
    this.#saved = saved;
    const { form } = saved;
    this.name = form.name;
    this.displayName = form.display_name;
    this.discoveryUrl = form.discovery_url;
    this.channel = form.channel;
    this.clientId = form.client_id;
    this.scope = form.scope;
    this.pkce = form.pkce;
    this.profile = profileOf(form);
    this.document = null;
    this.metadata = {};
    this.mapping = form.mapping;
    this.secret = "";
    this.replacingSecret = !saved.has_secret;
    this.forgetProblems();
  }

  discard() {
    if (this.#saved) this.adopt(this.#saved);
  }

  /** Takes back the edit of one field. */
  revert(field: DraftField) {
    const form = this.#saved?.form;
    if (!form) return;
    if (isProfileField(field)) this.set({ [field]: form[field] });
    if (field === "mapping") this.mapping = form.mapping;
    if (field === "document") this.document = null;
    if (field === "metadata") this.metadata = {};
    if (field === "display_name") this.displayName = form.display_name;
    if (field === "pkce") this.pkce = form.pkce;
    if (field === "discovery_url") this.discoveryUrl = form.discovery_url;
    if (field === "channel") this.channel = form.channel;
    if (field === "client_id") this.clientId = form.client_id;
    if (field === "scope") this.scope = form.scope;
    if (field === "client_secret") {
      this.secret = "";
      this.replacingSecret = !this.#saved?.has_secret;
    }
  }

  set(part: Partial<Profile>) {
    this.profile = { ...this.profile, ...part };
  }

  /** Edits one member of the metadata, or takes its edit back. */
  editMember(member: string, edit: MetadataEdit | null) {
    const others = Object.entries(this.metadata).filter(([name]) => name !== member);
    this.metadata = Object.fromEntries(edit ? [...others, [member, edit]] : others);
  }

  /** What a save or a review names: the form over the state it was filled from. */
  get edit(): Edit {
    return { id: this.#saved?.id ?? "", revision: this.#saved?.revision ?? "", form: this.form };
  }

  readonly form: ConnectionForm = $derived({
    name: this.name,
    display_name: this.displayName.trim(),
    discovery_url: this.discoveryUrl.trim(),
    channel: this.channel,
    client_id: this.clientId.trim(),
    client_secret: this.#secretInput(),
    scope: this.scope.trim().split(/\s+/).join(" "),
    pkce: this.pkce,
    ...this.profile,
    document: this.document?.members ?? null,
    metadata: this.metadata,
    mapping: this.mapping,
  });

  readonly changed: DraftField[] = $derived(this.#saved ? differing(this.form, this.#saved.form) : typedFields(this.form));
  readonly changedLabels = $derived(this.changed.map((field) => labels[field]));
  readonly dirty = $derived(this.changed.length > 0);

  /** The problem that belongs to no field, for above the buttons. */
  readonly problem = $derived(this.#elsewhere);

  problemOf(field: DraftField): Shown | undefined {
    const mark = this.#marks[field];
    return mark && mark.value === this.#valueOf(field) ? mark : undefined;
  }

  /** Puts a problem at its field, or above the buttons when it has none. */
  mark(problem: Problem) {
    this.forgetProblems();
    const [field = "", part] = problem.field?.split(/\.(.*)/s) ?? [];
    if (isDraftField(field)) {
      this.#marks = { [field]: { message: problem.message, remedy: problem.remedy, part, value: this.#valueOf(field) } };
    } else this.#elsewhere = problem;
  }

  /** Marks each field that is needed and empty; true when there is none. */
  complete(fields: DraftField[] = ["name", "discovery_url", "client_id", "client_secret", "scope"]): boolean {
    this.forgetProblems();
    const missing = fields.filter((field) => this.#valueOf(field).trim() === "" && this.#needs(field));
    this.#marks = Object.fromEntries(missing.map((field) => [field, { message: needed[field] ?? "", remedy: null, value: this.#valueOf(field) }]));
    return missing.length === 0;
  }

  /** The fields that have a problem. */
  get marked(): DraftField[] {
    return Object.keys(this.#marks).filter(isDraftField).filter((field) => this.problemOf(field));
  }

  /** Registers a control whose text becomes part of the draft only once it has been read; the answer ends that. */
  types(finish: () => Promise<void>): () => void {
    this.#typing.push(finish);
    return () => void (this.#typing = this.#typing.filter((one) => one !== finish));
  }

  /** Takes over what is still being typed. */
  async finishTyping() {
    await Promise.all(this.#typing.map((finish) => finish()));
  }

  forgetProblems() {
    this.#marks = {};
    this.#elsewhere = null;
  }

  #needs(field: DraftField): boolean {
    return field !== "client_secret" || (this.#usesSecret() && this.replacingSecret);
  }

  #secretInput(): SecretInput {
    const sent = this.#usesSecret() && this.replacingSecret && this.secret !== "";
    return sent ? { kind: "replace", value: this.secret } : { kind: "unchanged" };
  }

  #usesSecret(): boolean {
    return this.channel === "back_channel" && this.profile.auth_method === "client_secret_post";
  }

  #valueOf(field: DraftField): string {
    // A secret that is hidden is another matter than the one that is asked for.
    if (field === "client_secret") return this.#usesSecret() ? this.secret : "";
    const value = this.form[field];
    return typeof value === "string" ? value : JSON.stringify(value);
  }
}

const needed: Partial<Record<DraftField, string>> = {
  name: "A connection needs a name. Enter letters, numbers and single hyphens.",
  discovery_url: "The discovery URL is empty. Enter the provider’s base URL, or the full URL of its configuration.",
  client_id: "The Client ID is empty. Copy it from the application you registered with the provider.",
  client_secret: "Back Channel needs the Client Secret. Copy it from the provider, or choose Front Channel.",
  scope: "The scopes are empty. Enter at least `openid`.",
};

function isProfileField(field: DraftField): field is keyof Profile {
  return field in plain;
}

function profileOf(form: ConnectionForm): Profile {
  return Object.fromEntries(Object.keys(plain).map((field) => [field, form[field as keyof Profile]])) as Profile;
}

function isDraftField(name: string): name is DraftField {
  return name in labels;
}

function differing(now: ConnectionForm, saved: ConnectionForm): DraftField[] {
  return (Object.keys(labels) as DraftField[]).filter((field) => {
    if (field === "client_secret") return now.client_secret.kind === "replace";
    if (field === "document") return now.document !== null;
    if (field === "metadata") return Object.keys(now.metadata).length > 0;
    if (field === "id_token_algs" || field === "domains") return String(now[field].toSorted()) !== String(saved[field].toSorted());
    return JSON.stringify(now[field]) !== JSON.stringify(saved[field]);
  });
}

function typedFields(form: ConnectionForm): DraftField[] {
  const texts = (["name", "discovery_url", "client_id"] as const).filter((field) => form[field] !== "");
  return form.client_secret.kind === "replace" ? [...texts, "client_secret"] : texts;
}
