import type { ConnectionRow } from "$lib/api";

/** The list as its pages bring it, each connection once: what is created meanwhile moves others onto the next page once more. */
export class Reading {
  readonly #rows = new Map<string, ConnectionRow>();

  take(rows: ConnectionRow[]) {
    for (const row of rows) if (!this.#rows.has(row.id)) this.#rows.set(row.id, row);
  }

  get size(): number {
    return this.#rows.size;
  }

  get rows(): ConnectionRow[] {
    return [...this.#rows.values()];
  }
}
