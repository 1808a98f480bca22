// Which connections a search finds.
import type { ConnectionRow } from "$lib/api";

/** What a row is found by, in small letters: made when it is first looked for, and gone with the row. */
const known = new WeakMap<ConnectionRow, string>();

/** The rows that the search finds, in their order, and those that it finds by something else. */
export function searched(rows: ConnectionRow[], search: string, also: Set<string> | null): ConnectionRow[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter((row) => textOf(row).includes(wanted) || also?.has(row.id) === true);
}

function textOf(row: ConnectionRow): string {
  let text = known.get(row);
  if (text === undefined) {
    // Nothing that is typed into one line reaches from one of them into the next.
    text = [row.name, row.display_name, row.issuer_host ?? "", row.client_id ?? "", ...row.domains]
      .join("\n")
      .toLowerCase();
    known.set(row, text);
  }
  return text;
}
