import { connection, type Decisions, type DomainRow, type FieldChange, type Fix } from "$lib/api";
import { Saving } from "$lib/features/connections/saving.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { fixed } from "$lib/features/trial/fixing";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import type { DraftField, Values } from "$lib/model/connection/draft.svelte";
import { editAt } from "$lib/model/connection/paths";
import { rebased } from "$lib/model/edits.svelte";
import { count, sentenceList } from "$lib/ui/text";
import type { OpenConnection } from "./open.svelte";
import type { Places } from "./places.svelte";

/** What a person does about what is typed: review, save, decide on a conflict, discard. */
export class Saves {
  readonly saving = new Saving();
  /** Domains in a save that lead to other connections, until they have moved here or a person decides otherwise. */
  held = $state.raw<DomainRow[] | null>(null);

  readonly #open: OpenConnection;
  readonly #places: Places;
  /** What was discarded can be brought back from there. */
  #discarded: number | null = null;

  constructor(open: OpenConnection, places: Places) {
    [this.#open, this.#places] = [open, places];
  }

  save = async (decisions?: Decisions) => {
    if (this.saving.busy) return;
    // In production nothing is saved that was not looked at.
    const looked = this.saving.review ?? this.saving.undecided ?? this.saving.held;
    if (tenantDesk.tenant?.production && !looked) return this.review();
    const saved = await this.saving.save(this.#open.draft, decisions);
    if (saved) this.#open.show(saved);
    else if (!this.#open.here()) this.#tellWhoLeft();
    else if (this.saving.held) this.held = this.saving.held.domains;
    else await this.#places.goToInvalid();
  };

  /** Saves one change alone, whatever else is typed. In production it is looked at first, and nothing is saved yet. */
  fix = async (fix: Fix): Promise<boolean> => {
    if (this.saving.busy) return false;
    const { draft } = this.#open;
    const only = fixed(draft.loaded, fix);
    this.use(fix);
    if (tenantDesk.tenant?.production) {
      await this.saving.look(draft, only);
      return false;
    }
    this.saving.close();
    const saved = await this.saving.save(draft, undefined, only);
    if (saved) this.#open.show(saved);
    else if (this.saving.held) this.held = this.saving.held.domains;
    return saved !== null && this.#open.here();
  };

  /** Puts a change into the form. */
  use = (fix: Fix) => this.#open.draft.set(fixed(this.#open.draft.now, fix));

  /** Saves what was held back for domains that others have. */
  saveShared = async (): Promise<boolean> => {
    if (!this.saving.held) return false;
    const saved = await this.saving.save(this.#open.draft, { ...this.saving.held.decisions, share_domains: true });
    if (saved) this.#open.show(saved);
    else this.held = null;
    return saved !== null;
  };

  closeHeld = () => {
    this.held = null;
    this.saving.close();
  };

  review = async () => {
    await this.saving.look(this.#open.draft);
    await this.#places.goToInvalid();
  };

  /** A line of the review, with its way back in the form. */
  line(change: FieldChange, { metadata, document }: Values) {
    const edit = editAt(change.path, metadata, document !== null);
    return {
      change,
      undo: edit && {
        label: edit.field === "document" ? "Undo the document" : "Undo",
        act: () => this.#undo(edit.field, edit.member),
      },
    };
  }

  /** Gives up what was sent into a conflict, for what the tenant holds now. */
  reload = async () => {
    const now = await this.saving.giveUp(this.#open.draft, () => connection(this.#open.id));
    if (now) this.#open.show(now);
  };

  discard = () => {
    const { draft } = this.#open;
    const { loaded, now, changed } = draft;
    draft.discard();
    this.#open.checkProvider();
    this.#discarded = toasts.show(`${count(changed.length, "unsaved change")} discarded`, () => {
      draft.set(rebased(now, loaded, draft.now));
      this.#open.checkProvider();
    });
  };

  /** The page is gone: what was sent is sent, nothing more is, and nothing is brought back. */
  leave() {
    this.saving.leave();
    if (this.#discarded !== null) toasts.dismiss(this.#discarded);
  }

  async #undo(field: DraftField, member?: string) {
    const { draft } = this.#open;
    if (member !== undefined) draft.editMember(member, null);
    else draft.revert(field);
    if (draft.dirty) await this.review();
    else this.saving.close();
  }

  #tellWhoLeft() {
    const { held, refusal, undecided } = this.saving;
    const why =
      refusal?.message ??
      (undecided && "it changed on the tenant as well.") ??
      (held && `another connection has ${sentenceList(held.domains.map((row) => row.shown))}.`);
    if (why) toasts.show(`The changes of ${this.#open.name} were not saved: ${why}`);
  }
}
