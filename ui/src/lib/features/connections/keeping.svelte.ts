import { asProblem, dropDraft, keepDraft, keptDraft, type KeptDraft } from "$lib/api";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import type { ConnectionDraft, TakenUp } from "$lib/model/connection/draft.svelte";

/** How long what is typed waits before it is written, so that typing writes once a second and not once a key. */
const pace = 1000;

/**
 * Keeps what stands in a form in case the program ends, and finds what an earlier end left. As long as nobody has decided what
 * becomes of that, it stays and nothing is kept in its place.
 */
export class Keeping {
  /** What an earlier end left. */
  kept = $state.raw<KeptDraft | null>(null);
  /** What a person should know once it is taken up again. */
  taken = $state.raw<TakenUp | null>(null);

  readonly #draft: ConnectionDraft;
  readonly #id: string;
  readonly #pace: number;
  /** Once it is known what was left, and until the page is left. */
  #open = false;
  #written = false;
  #told = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Calls go one after the other: an older state must not come last. */
  #calls: Promise<void> = Promise.resolve();

  /** The create form has no ID. */
  constructor(draft: ConnectionDraft, id = "", often = pace) {
    [this.#draft, this.#id, this.#pace] = [draft, id, often];
  }

  /** Looks for what was left, and keeps from then on. */
  async begin() {
    const kept = await keptDraft(this.#id).catch(() => null);
    if (kept && this.#draft.differsFrom(kept)) this.kept = kept;
    else {
      if (kept) this.#drop();
      this.#open = true;
      this.changed();
    }
  }

  /** Something was typed, saved or taken back. */
  changed() {
    if (!this.#open) return;
    if (this.#draft.dirty) this.#timer ??= setTimeout(() => this.flush(), this.#pace);
    else if (this.#written || this.#timer !== undefined) this.#drop();
  }

  /** Writes at once what waits to be written. */
  flush() {
    if (this.#timer === undefined) return;
    this.#rest();
    if (!this.#draft.dirty) return;
    this.#written = true;
    const { now } = this.#draft;
    this.#call(() => keepDraft(this.#draft.editOf(now), now.document?.file ?? null));
  }

  takeUp() {
    if (!this.kept) return;
    const taken = this.#draft.takeUp(this.kept);
    this.kept = null;
    [this.#open, this.#written] = [true, true];
    this.changed();
    this.taken = taken;
  }

  discardKept() {
    this.kept = null;
    this.#open = true;
    this.#drop();
    this.changed();
  }

  /** Writes what waits, and waits for it. */
  async settle() {
    this.flush();
    await this.#calls;
  }

  /** What stands in the form is given up, and nothing is kept any more; what an earlier end left stays until it is decided on. */
  async end() {
    const open = this.#open;
    this.stop();
    if (open) this.#drop();
    await this.#calls;
  }

  /** The page is gone, and another tenant may be in front. */
  stop() {
    this.#rest();
    this.#open = false;
  }

  #drop() {
    this.#rest();
    [this.#written, this.taken] = [false, null];
    this.#call(() => dropDraft(this.#id));
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #call(call: () => Promise<unknown>) {
    this.#calls = this.#calls.then(call).then(
      () => undefined,
      (thrown: unknown) => {
        // Once: it would be said every second.
        if (this.#told) return;
        this.#told = true;
        const { message, remedy } = asProblem(thrown);
        toasts.show([message, remedy].filter(Boolean).join(" "));
      },
    );
  }
}
