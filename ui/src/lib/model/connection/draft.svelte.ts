import { fields, newConnection } from "$lib/model/fields";
import type {
  ConnectionForm,
  ConnectionView,
  Edit,
  JsonValue,
  KeptDraft,
  MetadataEdit,
  Problem,
  SecretInput,
} from "$lib/api";
import { Edits, rebased, same } from "$lib/model/edits.svelte";

/** A document and what it came from: a file's name, or null for the provider itself. */
export type MetadataDocument = { members: Record<string, JsonValue>; file: string | null };

/** What stands in the form. */
export type Values = Omit<ConnectionForm, "client_secret" | "document"> & {
  /** What was typed; null where the saved secret stays. A client that authenticates without one keeps it and does not send it. */
  client_secret: string | null;
  /** The metadata document that takes the place of the stored one. */
  document: MetadataDocument | null;
};

export type DraftField = keyof Values;

/** In the order of the screens. */
export const draftFields = Object.keys(fields) as DraftField[];

/** A problem of one field, shown until that field's value changes. */
type Mark = Shown & { value: string };
type Shown = {
  message: string;
  remedy: string | null;
  /** The part of the field that it is about, where it has parts. */ part?: string | undefined;
};

/** A field that a save was refused for. */
export type Correction = { field: DraftField; label: string; message: string; part: string | undefined };

/** What to know of edits that were taken up again, by the fields' names: what changed on the tenant meanwhile, what of it was edited here as well, and the secrets that were typed. */
export type TakenUp = { elsewhere: string[]; both: string[]; secrets: string[] };

const fresh: Values = { ...newConnection, client_secret: "", document: null };

/** A connection as it stands in the form, saved or not. */
export class ConnectionDraft extends Edits<Values> {
  #saved = $state.raw<ConnectionView | null>(null);
  #marks = $state.raw<Partial<Record<DraftField, Mark>>>({});
  #elsewhere = $state.raw<Problem | null>(null);
  #typing: (() => Promise<void>)[] = [];

  constructor(saved: ConnectionView | null = null) {
    super(saved ? valuesOf(saved) : fresh);
    this.#saved = saved;
  }

  /** Takes over what is saved. What was typed since `sent` stays; without it, all that differs from what was saved before. */
  take(saved: ConnectionView, sent?: Values) {
    this.#saved = saved;
    this.adopt(valuesOf(saved), sent);
    this.set({ name: saved.form.name });
    this.forgetProblems();
  }

  /** Puts edits that were kept over what is saved now. */
  takeUp(kept: KeptDraft): TakenUp {
    const base = formOf(typedIn(kept.base));
    const edited = differing(kept.form, base);
    const elsewhere = this.#saved
      ? differing(base, formOf(this.loaded)).filter((field) => !["name", "client_secret"].includes(field))
      : [];
    this.set(this.#with(kept));
    const parameters = kept.left_out
      .filter((one) => one.startsWith("upstream_params."))
      .map((one) => `the upstream parameter ${one.slice("upstream_params.".length)}`);
    return {
      elsewhere: elsewhere.map((field) => fields[field].label),
      both: elsewhere.filter((field) => edited.includes(field)).map((field) => fields[field].label),
      secrets: [...(kept.left_out.includes("client_secret") ? [fields.client_secret.label] : []), ...parameters],
    };
  }

  /** Whether anything of what was kept is not what stands here. */
  differsFrom(kept: KeptDraft): boolean {
    return kept.left_out.length > 0 || !same(this.#with(kept), this.now);
  }

  #with(kept: KeptDraft): Values {
    // As a form sends it, so that blanks are no edit.
    const base = typedIn(formOf(typedIn(kept.base)));
    const values = rebased(typedIn(kept.form, kept.file), base, { ...this.now, client_secret: null });
    return { ...values, client_secret: kept.left_out.includes("client_secret") ? "" : this.now.client_secret };
  }

  override discard() {
    super.discard();
    this.forgetProblems();
  }

  /** Edits one member of the metadata, or takes its edit back. */
  editMember(member: string, edit: MetadataEdit | null) {
    const others = Object.entries(this.now.metadata).filter(([name]) => name !== member);
    this.set({ metadata: Object.fromEntries(edit ? [...others, [member, edit]] : others) });
  }

  /** What a save or a review names: the values over the state that the form was filled from. */
  editOf(values: Values): Edit {
    return { id: this.#saved?.id ?? "", revision: this.#saved?.revision ?? "", form: formOf(values) };
  }

  readonly form: ConnectionForm = $derived(formOf(this.now));

  readonly changed: DraftField[] = $derived(
    this.#saved ? differing(this.form, formOf(this.loaded)) : typedFields(this.form),
  );
  readonly changedLabels = $derived(this.changed.map((field) => fields[field].label));
  readonly dirty = $derived(this.changed.length > 0);

  /** The mapping takes claims from userinfo. */
  readonly takesUserinfo = $derived(
    this.now.mapping.mode === "use_map" && this.now.mapping.attributes.includes("context.userinfo"),
  );

  /** The problem that belongs to no field, for above the buttons. */
  readonly problem = $derived(this.#elsewhere);

  problemOf(field: DraftField): Shown | undefined {
    const mark = this.#marks[field];
    return mark && mark.value === valueOf(this.now, field) ? mark : undefined;
  }

  /** Puts a problem with what was sent at its field. It stands above the buttons when it has none, or when that says something else by now. */
  mark(problem: Problem, sent: Values = this.now) {
    this.forgetProblems();
    const [field = "", part] = problem.field?.split(/\.(.*)/s) ?? [];
    if (isDraftField(field) && valueOf(sent, field) === valueOf(this.now, field)) {
      this.#marks = {
        [field]: { message: problem.message, remedy: problem.remedy, part, value: valueOf(sent, field) },
      };
    } else this.#elsewhere = problem;
  }

  /** Marks each field that is needed and empty; true when there is none. */
  complete(among: readonly DraftField[] = draftFields): boolean {
    this.forgetProblems();
    const missing = among.filter((field) => valueOf(this.now, field).trim() === "" && needs(this.now, field));
    this.#marks = Object.fromEntries(
      missing.map((field) => [
        field,
        { message: "", remedy: null, ...fields[field].needed, value: valueOf(this.now, field) },
      ]),
    );
    return missing.length === 0;
  }

  /** The fields that have a problem. */
  get marked(): DraftField[] {
    return Object.keys(this.#marks)
      .filter(isDraftField)
      .filter((field) => this.problemOf(field));
  }

  /** The fields that have a problem, with what it is. */
  get corrections(): Correction[] {
    return this.marked.map((field) => ({
      field,
      label: fields[field].label,
      message: this.problemOf(field)?.message ?? "",
      part: this.problemOf(field)?.part,
    }));
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
}

function valuesOf({ form, has_secret }: ConnectionView): Values {
  return { ...form, client_secret: has_secret ? null : "", document: null, metadata: {} };
}

/** A form that came back, whose secret did not. */
function typedIn(form: ConnectionForm, file: string | null = null): Values {
  return { ...form, client_secret: null, document: form.document && { members: form.document, file } };
}

function formOf(values: Values): ConnectionForm {
  return {
    ...values,
    display_name: values.display_name.trim(),
    discovery_url: values.discovery_url.trim(),
    client_id: values.client_id.trim(),
    client_secret: secretOf(values),
    scope: values.scope.trim().split(/\s+/).join(" "),
    document: values.document?.members ?? null,
  };
}

function secretOf(values: Values): SecretInput {
  return usesSecret(values) && values.client_secret
    ? { kind: "replace", value: values.client_secret }
    : { kind: "unchanged" };
}

function usesSecret({ channel, auth_method }: Values): boolean {
  return channel === "back_channel" && auth_method === "client_secret_post";
}

function needs(values: Values, field: DraftField): boolean {
  if (field === "client_secret") return usesSecret(values) && values.client_secret !== null;
  return fields[field].needed !== null;
}

function valueOf(values: Values, field: DraftField): string {
  // A secret that is hidden is another matter than the one that is asked for.
  if (field === "client_secret") return usesSecret(values) ? (values.client_secret ?? "") : "";
  const value = formOf(values)[field];
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isDraftField(name: string): name is DraftField {
  return name in fields;
}

function differing(now: ConnectionForm, loaded: ConnectionForm): DraftField[] {
  const comparable = (field: DraftField, form: ConnectionForm) =>
    fields[field].isSet ? [...(form[field] as string[])].sort() : form[field];
  return draftFields.filter((field) => !same(comparable(field, now), comparable(field, loaded)));
}

function typedFields(form: ConnectionForm): DraftField[] {
  const texts = (["name", "discovery_url", "client_id"] as const).filter((field) => form[field] !== "");
  return form.client_secret.kind === "replace" ? [...texts, "client_secret"] : texts;
}
