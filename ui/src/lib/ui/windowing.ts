export type Window = { from: number; to: number; above: number; below: number };

/** Which rows of a long table to draw, and the height that the others would take. */
export function windowed(total: number, rowHeight: number, scrolled: number, viewport: number, spare = 10): Window {
  if (total <= 100) return { from: 0, to: total, above: 0, below: 0 };
  const from = Math.min(Math.max(0, Math.floor(scrolled / rowHeight) - spare), total);
  const to = Math.min(total, Math.ceil((scrolled + viewport) / rowHeight) + spare);
  return { from, to, above: from * rowHeight, below: (total - to) * rowHeight };
}
