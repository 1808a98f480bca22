import { tick } from "svelte";

export const rowHeight = 44;

/** The rows of the page at hand. */
const page: { rows: Rows | null } = { rows: null };

/** From the search of a page into what it found; whether anything was found. */
export function toFirstRow(): boolean {
  if (!page.rows || page.rows.total === 0) return false;
  void page.rows.focus(0);
  return true;
}

/** The rows of a table, of which there may be thousands: none of them is asked for its key without need. */
type Keyed = { total: () => number; keyAt: (index: number) => string };

/** The keyboard of a long table: one of its rows has the tab stop, and stays on the page wherever the table is scrolled to. */
export class Rows {
  /** The row with the tab stop, by its key; the first one where none was gone to. */
  #current = $state<string | null>(null);
  readonly #rows: Keyed;
  #pane: HTMLElement | null = null;
  #last = 0;

  /** Where the row with the tab stop is; nowhere in an empty table. */
  readonly at: number = $derived.by(() => {
    if (this.#current === null) return Math.min(0, this.total - 1);
    for (let index = 0; index < this.total; index += 1) if (this.#rows.keyAt(index) === this.#current) return index;
    return -1;
  });

  constructor(rows: Keyed) {
    this.#rows = rows;
  }

  get total(): number {
    return this.#rows.total();
  }

  #keyAt(index: number): string | null {
    return index >= 0 && index < this.total ? this.#rows.keyAt(index) : null;
  }

  /** The part that scrolls; for an attachment. */
  readonly attach = (pane: HTMLElement) => {
    this.#pane = pane;
    page.rows = this;
    return () => {
      this.#pane = null;
      if (page.rows === this) page.rows = null;
    };
  };

  /** Goes to a control of a row: to its link, or to the one that has this place among its controls. */
  async focus(index: number, control = -1) {
    const at = Math.max(0, Math.min(index, this.total - 1));
    this.#current = this.#keyAt(at);
    this.#reveal(at);
    await tick();
    const row = this.#pane?.querySelector(`tr[aria-rowindex="${at + 2}"]`);
    const there = row ? controls(row) : [];
    (there[control] ?? there.find((one) => one.matches("a")) ?? there[0])?.focus({ preventScroll: true });
  }

  focusin(event: FocusEvent) {
    const index = indexOf(event.target);
    if (index !== null) this.#current = this.#keyAt(index);
  }

  /** Up and down go to the same control of another row. */
  keydown(event: KeyboardEvent) {
    const index = indexOf(event.target);
    if (index === null || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented)
      return;
    const many = Math.max(1, Math.floor((this.#pane?.clientHeight ?? 0) / rowHeight) - 2);
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + many,
      PageUp: index - many,
      Home: 0,
      End: this.total - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const row = (event.target as HTMLElement).closest("tr");
    void this.focus(to, row ? controls(row).indexOf(event.target as HTMLElement) : -1);
  }

  /** To be called when the rows have changed: the tab stop is in one row, and where its row is gone the next one has it. */
  async settle() {
    const gone = this.#current !== null && this.at < 0;
    if (!gone) this.#last = Math.max(0, this.at);
    const next = gone ? this.#keyAt(Math.min(this.#last, this.total - 1)) : this.#current;
    await tick();
    if (!this.#pane) return;
    if (gone && document.activeElement === document.body && next !== null) await this.focus(this.#last);
    else if (gone) this.#current = next;
    for (const row of this.#pane.querySelectorAll("tr[aria-rowindex]")) {
      for (const control of controls(row)) control.tabIndex = indexOf(row) === this.at ? 0 : -1;
    }
  }

  #reveal(index: number) {
    const pane = this.#pane;
    if (!pane) return;
    const head = pane.querySelector("thead")?.offsetHeight ?? 0;
    const [top, bottom] = [index * rowHeight, head + (index + 1) * rowHeight];
    if (top < pane.scrollTop) pane.scrollTop = top;
    else if (bottom > pane.scrollTop + pane.clientHeight) pane.scrollTop = bottom - pane.clientHeight;
  }
}

const controls = (row: Element) => [
  ...row.querySelectorAll<HTMLElement>("a, button:not(:disabled), input:not(:disabled)"),
];

function indexOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest("tr[aria-rowindex]") : null;
  return row ? Number(row.getAttribute("aria-rowindex")) - 2 : null;
}
