import { expect, it } from "vitest";
import { manyConnections, rowOf } from "$lib/api/fake/tenant";
import { fits, tally, type Filters } from "./order";
import { searched } from "./searching";

it("each filter lets as many rows through as are counted for it", () => {
  const rows = manyConnections(200).map(rowOf);
  const countOf = (id: string) => (id.endsWith("7") ? 0 : 3);
  const totals = tally(rows, countOf);
  const filters: Filters[] = [
    { channel: "back_channel" },
    { channel: "front_channel" },
    { test: "works" },
    { test: "never" },
    { button: true },
    { nowhere: true },
  ];
  for (const filter of filters) {
    const [subject, wanted] = Object.entries(filter)[0] ?? [];
    const through = rows.filter((row) => fits(row, filter, countOf)).length;
    expect(totals[subject as keyof Filters][String(wanted)] ?? 0).toBe(through);
  }
  expect(tally(rows, null).nowhere).toEqual({});
});

it("a search keeps the order, knows a row that took the place of another, and does not reach from one value into the next", () => {
  const [first, second] = manyConnections(2).map(rowOf);
  if (!first || !second) throw new Error("two rows");
  const rows = [
    { ...second, name: "Harbour-B", client_id: "xyz", display_name: "abc" },
    { ...first, name: "harbour-a" },
  ];
  expect(searched(rows, " HARBOUR ", null)).toEqual(rows);
  expect(searched(rows, "harbour-babc", null)).toEqual([]);
  expect(searched([{ ...rows[0], name: "renamed" } as typeof first], "harbour", null)).toEqual([]);
  expect(searched(rows, "nothing", new Set([first.id]))).toEqual([rows[1]]);
});
