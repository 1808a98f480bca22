// In which order connections are listed, and which of them.
import type { Channel, ConnectionRow } from "$lib/api";
import { standingOf } from "$lib/features/trial/verdicts";
import { channelNames } from "$lib/model/connection/channels";

export type SortColumn = "name" | "host" | "channel" | "applications" | "test";
export type Sort = { by: SortColumn; descending: boolean };

/** A subject that is not named, or undefined, lets everything through. */
export type Filters = {
  channel?: Channel | undefined;
  test?: TestState | undefined;
  button?: true | undefined;
  nowhere?: true | undefined;
};
type TestState = "works" | "failed" | "changed" | "never" | "unknown";

/** For how many applications a connection is enabled, once that is known. */
export type CountOf = (id: string) => number | undefined;

/** Whether an ID is one of these. */
export function among(ids: string[]): (id: string) => boolean {
  const set = new Set(ids);
  return (id) => set.has(id);
}

function testState(row: ConnectionRow): TestState {
  const standing = standingOf(row.last_trial);
  return standing === "warned" ? "works" : standing;
}

/** Whether the row is one of those that all filters ask for. */
export function fits(row: ConnectionRow, filters: Filters, countOf: CountOf): boolean {
  return (
    (filters.channel === undefined || row.channel === filters.channel) &&
    (filters.test === undefined || testState(row) === filters.test) &&
    (filters.button === undefined || row.show_as_button) &&
    (filters.nowhere === undefined || countOf(row.id) === 0)
  );
}

/** How many rows each filter alone lets through, by its subject and what is wanted of it; those that are enabled nowhere where `countOf` is
 *  given. Of thousands with each key that is typed: so each row is looked at once. */
export function tally(rows: ConnectionRow[], countOf: CountOf | null): Record<keyof Filters, Record<string, number>> {
  const totals: Record<keyof Filters, Record<string, number>> = { channel: {}, test: {}, button: {}, nowhere: {} };
  const count = (subject: keyof Filters, value: string) => (totals[subject][value] = (totals[subject][value] ?? 0) + 1);
  for (const row of rows) {
    count("channel", row.channel);
    count("test", testState(row));
    if (row.show_as_button) count("button", "true");
    if (countOf?.(row.id) === 0) count("nowhere", "true");
  }
  return totals;
}

/** What has no value comes last, whichever way the rest goes. */
export function sorted(rows: ConnectionRow[], sort: Sort | null, countOf: CountOf): ConnectionRow[] {
  if (!sort) return rows;
  const value = values[sort.by];
  const way = sort.descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: value(row, countOf) }));
  keyed.sort((one, other) => {
    if (one.key === undefined || other.key === undefined)
      return Number(one.key === undefined) - Number(other.key === undefined);
    return (
      (typeof one.key === "number" ? one.key - (other.key as number) : collator.compare(one.key, other.key as string)) *
      way
    );
  });
  return keyed.map(({ row }) => row);
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const values: Record<SortColumn, (row: ConnectionRow, countOf: CountOf) => string | number | undefined> = {
  name: (row) => row.name,
  host: (row) => row.issuer_host ?? undefined,
  channel: (row) => channelNames[row.channel],
  applications: (row, countOf) => countOf(row.id),
  test: (row) => (row.last_trial?.finished_at ? Date.parse(row.last_trial.finished_at) : undefined),
};
