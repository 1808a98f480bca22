export type Toast = { id: number; text: string; undo: (() => void) | null };

/** How long a toast stays; longer where there is something to decide. */
const patience = { plain: 8_000, decision: 20_000 };

/** What happened elsewhere than where the person looks. */
export class Toasts {
  shown = $state.raw<Toast[]>([]);

  #next = 1;
  #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  /** The answer dismisses it. */
  show(text: string, undo: (() => void) | null = null): number {
    const toast = { id: this.#next++, text, undo };
    this.shown = [...this.shown, toast];
    this.#count(toast);
    return toast.id;
  }

  undo(toast: Toast) {
    this.dismiss(toast.id);
    toast.undo?.();
  }

  dismiss(id: number) {
    clearTimeout(this.#timers[id]);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  clear() {
    for (const { id } of this.shown) this.dismiss(id);
  }

  /** Somebody reads: nothing goes. */
  hold() {
    for (const { id } of this.shown) clearTimeout(this.#timers[id]);
  }

  release() {
    for (const toast of this.shown) this.#count(toast);
  }

  #count(toast: Toast) {
    clearTimeout(this.#timers[toast.id]);
    this.#timers[toast.id] = setTimeout(() => this.dismiss(toast.id), toast.undo ? patience.decision : patience.plain);
  }
}

export const toasts = new Toasts();
