import { asProblem, createConnection, saveConnection, type ConnectionView } from "$lib/api";
import type { ConnectionDraft } from "./draft.svelte";

/** Creates or saves a draft, once at a time. A refusal lands in the draft, which keeps all that was typed. */
export class Saving {
  busy = $state(false);
  saved = $state(false);

  #rest: ReturnType<typeof setTimeout> | undefined;

  create(draft: ConnectionDraft): Promise<ConnectionView | null> {
    return this.#once(draft, () => createConnection(draft.form));
  }

  async save(id: string, draft: ConnectionDraft): Promise<ConnectionView | null> {
    const view = await this.#once(draft, () => saveConnection(id, draft.form));
    if (view) {
      draft.adopt(view);
      this.saved = true;
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => (this.saved = false), 2500);
    }
    return view;
  }

  async #once(draft: ConnectionDraft, what: () => Promise<ConnectionView>): Promise<ConnectionView | null> {
    if (this.busy || !draft.complete()) return null;
    this.busy = true;
    try {
      return await what();
    } catch (thrown) {
      draft.mark(asProblem(thrown));
      return null;
    } finally {
      this.busy = false;
    }
  }
}
