import {
  asProblem,
  createConnection,
  recreateConnection,
  reviewChanges,
  saveConnection,
  type ConnectionView,
  type Decisions,
  type FieldChange,
  type Problem,
  type SaveOutcome,
  type DomainRow,
} from "$lib/api";
import type { ConnectionDraft, Values } from "$lib/model/connection/draft.svelte";

/** What a save would change, and the values that it would send. */
type Review = { changes: FieldChange[]; values: Values };
/** What both sides changed, and the values that were sent. */
type Undecided = { conflict: Conflict; values: Values; shares: boolean };
/** Domains that lead to other connections already, and what was sent with them. */
type Held = { domains: DomainRow[]; values: Values; decisions: Decisions };
export type Conflict = Extract<SaveOutcome, { kind: "conflict" }>;

const unsent: Problem = {
  code: "left",
  message: "The page was left before anything was sent.",
  field: null,
  remedy: null,
};
const none: Decisions = { seen: null, mine: [], theirs: [], share_domains: false };

/** Creates, reviews or saves a draft, once at a time. What is typed meanwhile stays in the draft, and so does everything when it is refused. */
export class Saving {
  busy = $state(false);
  saved = $state(false);

  /** While a person looks at it. */
  review = $state.raw<Review | null>(null);
  /** Until a person decides. */
  undecided = $state.raw<Undecided | null>(null);
  /** Until a person decides whether they move here. */
  held = $state.raw<Held | null>(null);
  /** Where the tenant holds something else than was saved. */
  differs = $state.raw<FieldChange[]>([]);

  /** Why the last one was refused, or never sent. */
  refusal = $state.raw<Problem | null>(null);

  #left = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** What was made; the draft is one of it from then on, and the test of the draft is its own. */
  create(draft: ConnectionDraft, tested: string | null): Promise<ConnectionView | null> {
    return this.#once(draft, undefined, async (values) => {
      const made = await createConnection(draft.editOf(values).form, tested);
      draft.take(made, values);
      return made;
    });
  }

  /** What was made again of a connection that is gone. */
  recreate(draft: ConnectionDraft): Promise<ConnectionView | null> {
    return this.#once(draft, undefined, (values) => recreateConnection(draft.editOf(values)));
  }

  /** What is shown is what stands in the form, or `only` these values. */
  async look(draft: ConnectionDraft, only?: Values) {
    await this.#once(draft, only, async (values) => {
      const changes = await reviewChanges(draft.editOf(values));
      this.review = changes.length > 0 ? { changes, values } : null;
    });
  }

  /** Sends what was decided on or reviewed, else what stands in the form. The view as it is now; nothing where the save was refused or waits for a decision. */
  save(draft: ConnectionDraft, decisions: Decisions = none, only?: Values): Promise<ConnectionView | null> {
    const chosen = this.held?.values ?? this.undecided?.values ?? this.review?.values ?? only;
    const shares = decisions.share_domains || (this.undecided?.shares ?? false);
    return this.#once(draft, chosen, async (values) => {
      if (!chosen && !draft.dirty) return null;
      const outcome = await saveConnection(draft.editOf(values), { ...decisions, share_domains: shares });
      this.close();
      if (outcome.kind === "domains_held") {
        this.held = { domains: outcome.domains, values, decisions };
        return null;
      }
      if (outcome.kind === "conflict") {
        this.undecided = { conflict: outcome, values, shares };
        return null;
      }
      this.differs = outcome.differs;
      draft.take(outcome.view, values);
      this.saved = true;
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => (this.saved = false), 2500);
      return outcome.view;
    });
  }

  /** Gives up what was sent into a conflict, for what the tenant holds now. */
  async giveUp(draft: ConnectionDraft, read: () => Promise<ConnectionView>): Promise<ConnectionView | null> {
    const sent = this.undecided?.values;
    if (this.busy || !sent) return null;
    this.busy = true;
    try {
      const view = await read();
      draft.take(view, sent);
      return view;
    } catch (thrown) {
      draft.mark(asProblem(thrown));
      return null;
    } finally {
      this.close();
      this.busy = false;
    }
  }

  close() {
    this.review = null;
    this.undecided = null;
    this.held = null;
  }

  /** The page is gone: what was sent is sent, and nothing more is. */
  leave() {
    this.#left = true;
  }

  async #once<T>(
    draft: ConnectionDraft,
    chosen: Values | undefined,
    what: (values: Values) => Promise<T>,
  ): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refusal = null;
    let values = chosen ?? draft.now;
    try {
      await draft.finishTyping();
      values = chosen ?? draft.now;
      if (this.#left) this.refusal = unsent;
      // What was chosen was complete when it was.
      else if (chosen || draft.complete()) return await what(values);
    } catch (thrown) {
      this.close();
      this.refusal = asProblem(thrown);
      draft.mark(this.refusal, values);
    } finally {
      this.busy = false;
    }
    return null;
  }
}
