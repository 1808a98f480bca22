// One connection: how it is read and saved, its drafts, keys and secret.
import type {
  CommunicationChannel as Channel,
  ConnectionKeys,
  Decisions,
  Edit,
  MappingForm,
  MappingPreview,
  SaveOutcome,
} from "../../bindings";
import { readDomains } from "../experience";
import { previewOf } from "../mapping";
import { command, found, state } from "../state";
import { keyRows } from "../tenant";

export const connection = {
  connection: command("connection", (id: string) => state.revisions.read(found(id))),
  reviewChanges: command("reviewChanges", (edit: Edit) => state.revisions.changes(edit)),
  saveConnection: command("saveConnection", (edit: Edit, decisions: Decisions): SaveOutcome => {
    const before = found(edit.id);
    const others = state.views.filter((view) => view.id !== edit.id);
    const added = edit.form.domains.filter((domain) => !before.form.domains.includes(domain));
    const led = readDomains(others, added, "").domains.filter((row) => row.held_by.length > 0);
    if (led.length > 0 && !decisions.share_domains) return { kind: "domains_held", domains: led };
    const merged = state.revisions.merge(edit, before, decisions);
    if ("kind" in merged) return merged;
    const view = {
      ...before,
      revision: `${Number(before.revision) + 1}`,
      form: merged,
      has_secret: before.has_secret || edit.form.client_secret.kind === "replace",
    };
    state.views = state.views.map((one) => (one.id === edit.id ? view : one));
    return { kind: "saved", view: state.revisions.read(view), differs: [] };
  }),
  keepDraft: command("keepDraft", ({ id, revision, form }, file) => {
    state.drafts.set(id, state.revisions.draft(id, revision, form, file));
    return null;
  }),
  keptDraft: command("keptDraft", (id) => state.drafts.get(id) ?? null),
  dropDraft: command("dropDraft", (id) => {
    state.drafts.delete(id);
    return null;
  }),
  previewMapping: command(
    "previewMapping",
    (_id: string, mapping: MappingForm, channel: Channel, sample: string | null): MappingPreview =>
      previewOf(mapping, channel, sample),
  ),
  revealSecret: command("revealSecret", () => "aVq8Q~tN0c4x-example-only-7Yh2LmR"),
  connectionKeys: command("connectionKeys", (id: string) => keysOf(id)),
  createConnectionKeys: command("createConnectionKeys", (id) => {
    state.rotations.set(id, 0);
    return keysOf(id);
  }),
  rotateConnectionKeys: command("rotateConnectionKeys", (id) => {
    state.rotations.set(id, (state.rotations.get(id) ?? 0) + 1);
    return keysOf(id);
  }),
};

function keysOf(id: string): ConnectionKeys {
  const rotations = state.rotations.get(id);
  return {
    jwks_url: `http://localhost:4400/oauth/connection/${found(id).form.name}/.well-known/jwks.json`,
    keys: rotations === undefined ? [] : keyRows(rotations),
  };
}
