import { asProblem, connection, switchApplications } from "$lib/api";
import { connectionList, gone } from "$lib/features/connections/list.svelte";
import type { Saving } from "$lib/features/connections/saving.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { router } from "$lib/router.svelte";
import type { OpenConnection } from "./open.svelte";
import type { Places } from "./places.svelte";

/** What becomes of the page when its connection is not on the tenant any more. */
export class Gone {
  /** When that was seen. */
  at = $state.raw<string | null>(null);

  readonly #open: OpenConnection;
  readonly #places: Places;
  readonly #saving: Saving;

  constructor(open: OpenConnection, places: Places, saving: Saving) {
    [this.#open, this.#places, this.#saving] = [open, places, saving];
  }

  seen = () => {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a moment, which never changes
    this.at = new Date().toISOString();
    connectionList.remove([this.#open.id]);
  };

  /** Reads the connection, and shows it where nothing is typed over it. */
  async look(busy: () => boolean) {
    const { draft, id } = this.#open;
    try {
      const now = await connection(id);
      if (draft.dirty || busy() || now.revision === this.#open.view.revision) return;
      this.#open.take(now);
    } catch (thrown) {
      if (asProblem(thrown).code === gone) this.seen();
    }
  }

  /** Creates it again from what stands in the form. */
  again = async (enable: boolean) => {
    const { draft, enabledFor, here } = this.#open;
    const clients = enable ? enabledFor.map((row) => row.client_id) : [];
    const made = await this.#saving.recreate(draft);
    if (!made) {
      if (this.#saving.refusal) return;
      this.at = null;
      return this.#places.goToInvalid();
    }
    const problem =
      clients.length === 0
        ? undefined
        : await switchApplications(made.id, clients, true).then(({ refused }) => refused[0]?.problem, asProblem);
    if (problem) toasts.show(`${made.form.name} is not enabled for every application again: ${problem.message}`);
    const stays = here();
    this.#leave(stays ? `/connections/${made.id}/settings` : undefined);
    void connectionList.load();
    if (!stays) toasts.show(`${made.form.name} was created again`);
  };

  /** Nothing stands in the form of a connection that was deleted. */
  deleted = () => this.#leave();

  #leave(next = "/connections") {
    this.#open.draft.discard();
    connectionList.remove([this.#open.id]);
    if (this.#open.here()) router.go(next, { replace: next !== "/connections" });
  }
}
