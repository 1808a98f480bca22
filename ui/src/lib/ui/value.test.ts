import { expect, it } from "vitest";
import { long, shown } from "./value";

it("leaves short values whole", () => {
  expect([long("a"), long(true), long(null), long(["a", "b"]), long({ a: 1 })]).toEqual([null, null, null, null, null]);
  expect([shown("a"), shown(["a"]), shown(null)]).toEqual(["a", '["a"]', "null"]);
});

it("says how much there is of a long one, and keeps the whole", () => {
  const groups = Array.from({ length: 300 }, (_, index) => `group-${index}`);
  expect(long(groups)).toMatchObject({ start: "group-0, group-1, group-2, group-3, …", amount: "300 values" });
  expect(long(groups)?.whole.split("\n")).toHaveLength(300);
  expect(long(Object.fromEntries(groups.map((name) => [name, 1])))?.amount).toBe("300 members");
  expect(long("x".repeat(5012))).toMatchObject({ start: `${"x".repeat(240)}…`, amount: "5,012 characters" });
});

it("shows of a list that is searched what fits", () => {
  const groups = Array.from({ length: 300 }, (_, index) => `group-${index}`);
  expect(long(groups, "group-29")?.start).toBe("group-29, group-290, group-291, group-292, …");
  expect(long(groups, "nothing")?.start).toMatch(/^group-0,/);
});
