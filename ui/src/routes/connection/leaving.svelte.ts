import type { Keeping } from "$lib/features/connections/keeping.svelte";
import type { Saving } from "$lib/features/connections/saving.svelte";
import type { ConnectionDraft } from "$lib/model/connection/draft.svelte";
import { router, type Departure } from "$lib/router.svelte";

/** What stands on a page beside its form, and would be lost with it. */
export type Beside = { readonly holds: boolean; readonly saving: boolean; discard(): void };

/** Whoever wants to leave a form with unsaved changes, until that is decided. */
export class Leaving {
  departure = $state.raw<Departure | null>(null);

  readonly #draft: ConnectionDraft;
  readonly #saving: Saving;
  readonly #keeping: Keeping;
  readonly #beside: Beside | null;

  constructor(draft: ConnectionDraft, saving: Saving, keeping: Keeping, beside: Beside | null = null) {
    [this.#draft, this.#saving, this.#keeping, this.#beside] = [draft, saving, keeping, beside];
  }

  /** Holds whoever leaves for a path that is not within the page, until the answer is called. */
  hold(within: (path: string | null) => boolean = () => false): () => void {
    return router.hold((path, proceed) => {
      const held = (this.#draft.dirty || this.#beside?.holds === true) && !within(path);
      if (held) this.departure = { quits: path === null, proceed };
      return held;
    });
  }

  stay = () => {
    this.departure = null;
  };

  /** Goes where somebody wants to. What was sent and is refused later is kept; what was not is given up. */
  go = async () => {
    await (this.#saving.busy ? this.#keeping.settle() : this.#keeping.end());
    this.#beside?.discard();
    this.#proceed();
  };

  /** Who waits to leave goes once there is nothing left to lose. */
  goWhenSaved() {
    const busy = this.#saving.busy || this.#beside?.saving;
    if (this.departure && !this.#draft.dirty && !this.#beside?.holds && !busy) this.#proceed();
  }

  #proceed() {
    this.departure?.proceed();
    this.departure = null;
  }
}
