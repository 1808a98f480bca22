// A save as the console does it: three versions of a form are merged, field by field.
import type {
  ConnectionForm,
  ConnectionView,
  Decisions,
  Edit,
  FieldChange,
  KeptDraft,
  Problem,
  SaveOutcome,
} from "../bindings";
import { fields } from "$lib/model/fields";

type Field = Exclude<keyof ConnectionForm, "name" | "metadata" | "document">;

const names = (Object.keys(fields) as (keyof ConnectionForm)[]).filter(
  (field): field is Field => !["name", "metadata", "document"].includes(field),
);

/** What pages were filled from, by connection and revision. */
export class Revisions {
  #loaded = new Map<string, ConnectionForm>();

  read(view: ConnectionView): ConnectionView {
    this.#loaded.set(`${view.id} ${view.revision}`, view.form);
    return view;
  }

  /** What is kept of a form, without its secret. */
  draft(id: string, revision: string, form: ConnectionForm, file: string | null): KeptDraft {
    const left_out = form.client_secret.kind === "replace" ? ["client_secret"] : [];
    return {
      at: new Date().toISOString(),
      base:
        id === "" ? { ...form, name: "", display_name: "", discovery_url: "", client_id: "" } : this.#of(id, revision),
      form: { ...form, client_secret: { kind: "unchanged" } },
      file,
      left_out,
    };
  }

  changes({ id, revision, form }: Edit): FieldChange[] {
    return changesOf(this.#of(id, revision), form);
  }

  /** What is written over the connection as it is now, or what a person has to decide. */
  merge(
    { id, revision, form }: Edit,
    now: ConnectionView,
    { seen, mine, theirs }: Decisions,
  ): ConnectionForm | Extract<SaveOutcome, { kind: "conflict" }> {
    const loaded = this.#of(id, revision);
    const decided = (paths: string[], field: Field) => seen === now.revision && paths.includes(fields[field].paths[0]);
    const edited = names.filter((field) => !same(loaded, form, field));
    const clashing = edited.filter(
      (field) =>
        !same(loaded, now.form, field) &&
        !same(form, now.form, field) &&
        !decided(mine, field) &&
        !decided(theirs, field),
    );
    if (clashing.length > 0) {
      const settled = (changes: FieldChange[]) =>
        changes.filter(({ path }) => !clashing.some((field) => fields[field].paths[0] === path));
      const conflicts = clashing.map((field) => ({
        path: fields[field].paths[0],
        label: fields[field].label,
        loaded: shown(loaded, field),
        yours: shown(form, field),
        theirs: shown(now.form, field),
        again: false,
      }));
      return {
        kind: "conflict",
        seen: now.revision,
        again: [],
        conflicts,
        yours: settled(changesOf(loaded, form)),
        theirs: settled(changesOf(loaded, now.form)),
      };
    }
    const written = edited.filter((field) => !decided(theirs, field)).map((field) => [field, form[field]] as const);
    return { ...now.form, ...Object.fromEntries(written), client_secret: { kind: "unchanged" } };
  }

  #of(id: string, revision: string): ConnectionForm {
    const loaded = this.#loaded.get(`${id} ${revision}`);
    if (!loaded)
      throw {
        code: "page-too-old",
        message: "Lintel does not hold the state any more that this page was filled from.",
        field: null,
        remedy: "Open the connection again. Note your changes first: they are not saved.",
      } satisfies Problem;
    return loaded;
  }
}

function changesOf(before: ConnectionForm, after: ConnectionForm): FieldChange[] {
  const changed = names.filter((field) => !same(before, after, field));
  return changed.map((field) => ({
    path: fields[field].paths[0],
    label: fields[field].label,
    before: shown(before, field),
    after: shown(after, field),
    meaning: null,
  }));
}

function same(one: ConnectionForm, other: ConnectionForm, field: Field): boolean {
  return JSON.stringify(one[field]) === JSON.stringify(other[field]);
}

function shown(form: ConnectionForm, field: Field): string | null {
  const value = form[field];
  if (field === "client_secret") return form.client_secret.kind === "replace" ? "a new secret" : "the secret before";
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (value === null || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
