import { SvelteSet } from "svelte/reactivity";
import {
  asProblem,
  restore,
  reviewRestore,
  type HistoryEntry,
  type Problem,
  type RestoreOutcome,
  type RestoreReview,
  type RestoreWay,
} from "$lib/api";

export type Restored = Extract<RestoreOutcome, { kind: "saved" }>;

/** One restore: what it would change of the connection as it is now, and which lines of it a person wants. */
export class Restoring {
  /** While a person looks at it. */
  looked = $state.raw<{ entry: HistoryEntry; way: RestoreWay; review: RestoreReview } | null>(null);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** The paths of the lines that are ticked. */
  readonly chosen = new SvelteSet<string>();

  async look(entry: HistoryEntry, way: RestoreWay) {
    await this.#once(async () => {
      const review = await reviewRestore(entry.id, way);
      this.chosen.clear();
      this.#show(entry, way, review);
    });
  }

  turn(path: string) {
    if (!this.chosen.delete(path)) this.chosen.add(path);
  }

  /** Writes what is ticked. Nothing where that failed, or where the connection has changed and is shown again. */
  async write(): Promise<Restored | null> {
    const looked = this.looked;
    if (!looked) return null;
    const { entry, way, review } = looked;
    return this.#once(async () => {
      const outcome = await restore({ entry: entry.id, way, seen: review.seen, paths: [...this.chosen] });
      if (outcome.kind === "saved") {
        this.close();
        return outcome;
      }
      this.#show(entry, way, outcome.review, review);
      return null;
    });
  }

  close() {
    this.looked = null;
  }

  /** A line that is as it was shown before keeps its tick. */
  #show(entry: HistoryEntry, way: RestoreWay, review: RestoreReview, before?: RestoreReview) {
    const shown = (path: string) => before?.lines.some((line) => line.change.path === path);
    for (const { change, chosen, again } of review.lines) {
      if (again) this.chosen.delete(change.path);
      else if (chosen && !shown(change.path)) this.chosen.add(change.path);
    }
    for (const path of this.chosen)
      if (!review.lines.some((line) => line.change.path === path)) this.chosen.delete(path);
    this.looked = { entry, way, review };
  }

  async #once<T>(what: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    [this.busy, this.problem] = [true, null];
    try {
      return await what();
    } catch (thrown) {
      this.problem = asProblem(thrown);
      this.close();
      return null;
    } finally {
      this.busy = false;
    }
  }
}
