import {
  asProblem,
  createScimToken,
  defaultScimMapping,
  reviewScim,
  revokeScimToken,
  saveScim,
  scim,
  turnOffScim,
  turnOnScim,
  type FieldChange,
  type NewScimToken,
  type Problem,
  type RequestsOf,
  type ScimDeed,
  type ScimPairRow,
  type ScimProvider,
  type ScimReview,
  type ScimSettings,
  type ScimState,
  type ScimTokenRow,
} from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** A token is exchanged for another: both are good until the old one is revoked. */
type Swap = { old: string; made: string };

/** Inbound SCIM of one connection: as the tenant has it, and what was typed over that. */
export class Scim {
  state = $state.raw<ScimState | null>(null);
  /** What is being done. */
  doing = $state.raw<"switch" | "save" | "token" | "default" | null>(null);
  /** What the problem came of; null where SCIM was only read. */
  failed = $state.raw<typeof this.doing>(null);
  /** What was typed and is not saved. */
  edited = $state.raw<ScimSettings | null>(null);
  /** What others changed while it was typed. */
  theirs = $state.raw<FieldChange[] | null>(null);
  sample = $state.raw<ScimProvider>("entra");
  /** Its value is here until a person says that it is saved. */
  made = $state.raw<NewScimToken | null>(null);
  swap = $state.raw<Swap | null>(null);

  // Reads go on while the page stands; what is done outruns them.
  readonly #reading = new Question<ScimState>(0, (state) => this.#take(state));
  /** What the mapping as it stands does to the sample. */
  readonly #reviewing = new Question<ScimReview>();
  #refused = $state.raw<Problem | null>(null);

  readonly problem = $derived(this.#refused ?? this.#reading.problem);
  readonly review = $derived(this.#reviewing.answer);
  readonly on = $derived(this.state?.kind === "on" ? this.state.scim : null);
  readonly now = $derived(this.edited ?? this.on?.settings ?? null);
  readonly dirty = $derived(this.edited !== null);
  /** What would be lost by leaving. */
  readonly holds = $derived(this.dirty || this.made !== null);
  readonly saving = $derived(this.doing === "save");
  readonly tokens = $derived<ScimTokenRow[]>(this.on?.tokens ?? []);
  readonly seenInUse = $derived(this.tokens.some(({ id, last_used_at }) => id === this.swap?.made && last_used_at));

  readonly #connection: string;
  #sampled = false;

  constructor(connection: string) {
    this.#connection = connection;
  }

  get connection() {
    return this.#connection;
  }

  load(): Promise<void> {
    return this.#reading.now(() => scim(this.#connection));
  }

  /** The page is gone: nothing is heard any more. */
  leave() {
    this.#reading.stop();
    this.#reviewing.stop();
  }

  async turn(on: boolean): Promise<boolean> {
    return this.#do("switch", async () => {
      const state = await (on ? turnOnScim : turnOffScim)(this.#connection);
      [this.edited, this.theirs, this.made, this.swap] = [null, null, null, null];
      this.#take(state);
    });
  }

  set(change: Partial<ScimSettings>) {
    const [now, saved] = [this.now, this.on?.settings];
    if (!now || !saved) return;
    const edited = { ...now, ...change };
    this.edited = JSON.stringify(edited) === JSON.stringify(saved) ? null : edited;
    this.#forgive();
    this.#look();
  }

  setPair(index: number, change: Partial<ScimPairRow>) {
    const mapping = this.now?.mapping.map((pair, at) => (at === index ? { ...pair, ...change } : pair));
    if (mapping) this.set({ mapping });
  }

  discard() {
    [this.edited, this.theirs] = [null, null];
    this.#forgive();
    this.#look();
  }

  requestsOf(change: ScimDeed): RequestsOf {
    return { kind: "scim", connection_id: this.#connection, change };
  }

  /** What a save would change. */
  saved(): ScimDeed {
    const loaded = this.on?.settings ?? { user_id_attribute: "", mapping: [] };
    return { kind: "settings", loaded, edited: this.edited ?? loaded };
  }

  async save(): Promise<boolean> {
    const [loaded, edited] = [this.on?.settings, this.edited];
    if (!loaded || !edited) return true;
    let saved = false;
    await this.#do("save", async () => {
      const outcome = await saveScim(this.#connection, loaded, edited);
      saved = outcome.kind === "saved";
      // What was typed while it was on its way stays, over what is there now.
      if (saved && this.edited === edited) this.edited = null;
      this.theirs = outcome.kind === "moved" ? outcome.theirs : null;
      this.#take(outcome.state);
    });
    return saved;
  }

  async useDefault() {
    await this.#do("default", async () => this.set({ mapping: await defaultScimMapping(this.#connection) }));
  }

  choose(sample: ScimProvider) {
    [this.sample, this.#sampled] = [sample, true];
    this.#look();
  }

  async create(scopes: string[], days: number | null, replaces: string | null): Promise<boolean> {
    return this.#do("token", async () => {
      this.made = await createScimToken(this.#connection, scopes, days);
      if (replaces !== null) this.swap = { old: replaces, made: this.made.id };
      await this.load();
    });
  }

  async revoke(id: string): Promise<boolean> {
    return this.#do("token", async () => {
      await revokeScimToken(this.#connection, id);
      if (this.made?.id === id) this.made = null;
      if (this.swap?.made === id || this.swap?.old === id) this.swap = null;
      await this.load();
    });
  }

  /** Why something was not saved is true of what was typed then. */
  #forgive() {
    if (this.failed === "save") [this.#refused, this.failed] = [null, null];
  }

  #take(state: ScimState) {
    this.state = state;
    if (state.kind !== "on") this.edited = null;
    else if (!this.#sampled) this.sample = state.scim.provider === "okta" ? "okta" : "entra";
    this.#look();
  }

  #look() {
    const [mapping, sample] = [this.now?.mapping, this.sample];
    if (mapping) void this.#reviewing.now(() => reviewScim(mapping, sample));
  }

  async #do(doing: typeof this.doing, what: () => Promise<void>): Promise<boolean> {
    if (this.doing) return false;
    this.#reading.clear();
    [this.doing, this.#refused, this.failed] = [doing, null, null];
    try {
      await what();
      return true;
    } catch (thrown) {
      [this.#refused, this.failed] = [asProblem(thrown), doing];
      return false;
    } finally {
      this.doing = null;
    }
  }
}
