import { asProblem, createConnection, reviewChanges, saveConnection, type ConnectionView, type Decisions, type FieldChange, type SaveOutcome } from "$lib/api";
import type { ConnectionDraft } from "./draft.svelte";

export type Conflict = Extract<SaveOutcome, { kind: "conflict" }>;

const undecided: Decisions = { seen: null, mine: [], theirs: [] };

/** Creates, reviews or saves a draft, once at a time. A refusal lands in the draft, which keeps all that was typed. */
export class Saving {
  busy = $state(false);
  saved = $state(false);

  /** What a save would change, while a person looks at it. */
  review = $state.raw<FieldChange[] | null>(null);
  /** What both sides changed, until a person decides. */
  conflict = $state.raw<Conflict | null>(null);
  /** Where the tenant holds something else than was saved. */
  differs = $state.raw<FieldChange[]>([]);

  #rest: ReturnType<typeof setTimeout> | undefined;

  create(draft: ConnectionDraft): Promise<ConnectionView | null> {
    return this.#once(draft, () => createConnection(draft.form));
  }

  async look(draft: ConnectionDraft) {
    this.review = await this.#once(draft, () => reviewChanges(draft.edit));
  }

  /** The view as it is now, or nothing where the save was refused or waits for a decision. */
  async save(draft: ConnectionDraft, decisions: Decisions = undecided): Promise<ConnectionView | null> {
    const outcome = await this.#once(draft, () => saveConnection(draft.edit, decisions));
    if (!outcome) return null;
    this.review = null;
    if (outcome.kind === "conflict") {
      this.conflict = outcome;
      return null;
    }
    this.conflict = null;
    this.differs = outcome.differs;
    draft.adopt(outcome.view);
    this.saved = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => (this.saved = false), 2500);
    return outcome.view;
  }

  async #once<T>(draft: ConnectionDraft, what: () => Promise<T>): Promise<T | null> {
    if (this.busy || !draft.complete()) return null;
    this.busy = true;
    try {
      return await what();
    } catch (thrown) {
      this.review = null;
      this.conflict = null;
      draft.mark(asProblem(thrown));
      return null;
    } finally {
      this.busy = false;
    }
  }
}
