import type { Keeping } from "$lib/features/connections/keeping.svelte";
import type { Saving } from "$lib/features/connections/saving.svelte";
import type { ConnectionDraft } from "$lib/model/connection/draft.svelte";
import { router, type Departure } from "$lib/router.svelte";

/** Whoever wants to leave a form with unsaved changes, until that is decided. */
export class Leaving {
  departure = $state.raw<Departure | null>(null);

  readonly #draft: ConnectionDraft;
  readonly #saving: Saving;
  readonly #keeping: Keeping;

  constructor(draft: ConnectionDraft, saving: Saving, keeping: Keeping) {
    [this.#draft, this.#saving, this.#keeping] = [draft, saving, keeping];
  }

  /** Holds whoever leaves for a path that is not within the page, until the answer is called. */
  hold(within: (path: string | null) => boolean = () => false): () => void {
    return router.hold((path, proceed) => {
      const held = this.#draft.dirty && !within(path);
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
    this.#proceed();
  };

  /** Who waits to leave goes once there is nothing left to lose. */
  goWhenSaved() {
    if (this.departure && !this.#draft.dirty && !this.#saving.busy) this.#proceed();
  }

  #proceed() {
    this.departure?.proceed();
    this.departure = null;
  }
}
