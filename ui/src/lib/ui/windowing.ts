export type Window = { from: number; to: number; above: number; below: number };

/** Which rows of a long table to draw, and the height that the others would take. */
export function windowed(total: number, rowHeight: number, scrolled: number, viewport: number, spare = 10): Window {
  if (total <= 100) return { from: 0, to: total, above: 0, below: 0 };
  const seen = inView(total, rowHeight, scrolled, viewport);
  const [from, to] = [Math.max(0, seen.from - spare), Math.min(total, seen.to + spare)];
  return { from, to, above: from * rowHeight, below: (total - to) * rowHeight };
}

/** Which rows a person sees. */
export function inView(total: number, rowHeight: number, scrolled: number, viewport: number): { from: number; to: number } {
  const from = Math.min(Math.max(0, Math.floor(scrolled / rowHeight)), total);
  return { from, to: Math.min(total, Math.ceil((scrolled + viewport) / rowHeight)) };
}
