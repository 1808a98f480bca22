/** Which rows of a long table to draw: those in view with some to spare, and `kept` wherever it is. */
export function windowed(
  total: number,
  rowHeight: number,
  scrolled: number,
  viewport: number,
  kept = -1,
  spare = 10,
): number[] {
  const seen = total <= 100 ? { from: 0, to: total } : inView(total, rowHeight, scrolled, viewport);
  const [from, to] = [Math.max(0, seen.from - spare), Math.min(total, seen.to + spare)];
  const drawn = Array.from({ length: to - from }, (_, index) => from + index);
  if (kept < 0 || kept >= total || (kept >= from && kept < to)) return drawn;
  return kept < from ? [kept, ...drawn] : [...drawn, kept];
}

/** How many rows are left out before the one that is drawn at this place; behind all others at the place after the last. */
export function leftOut(drawn: number[], place: number, total: number): number {
  return (drawn[place] ?? total) - (drawn[place - 1] ?? -1) - 1;
}

/** Which rows a person sees. */
export function inView(
  total: number,
  rowHeight: number,
  scrolled: number,
  viewport: number,
): { from: number; to: number } {
  const from = Math.min(Math.max(0, Math.floor(scrolled / rowHeight)), total);
  return { from, to: Math.min(total, Math.ceil((scrolled + viewport) / rowHeight)) };
}

/** How wide a column is in a table of that width: a wide window does not leave all its room to one of them, a narrow one none. What
 *  holds a box or a button alone is as wide as ever. */
export function columnWidth(usual: number, table: number): number {
  if (table === 0 || usual <= 60) return usual;
  return usual * (table < 860 ? table / 860 : Math.max(1, Math.min(2, table / 1060)));
}
