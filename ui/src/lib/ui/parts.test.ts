import { render } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import Compare from "./Compare.svelte";
import { copy } from "./copy";
import { firstDifference } from "./difference";
import { count, initials, middle, sentenceList } from "./text";
import { duration, onDay, whenShort } from "./time";

describe("firstDifference", () => {
  it("finds the character where two texts part", () => {
    expect(firstDifference("https://a.example", "https://a.example/")).toEqual({
      at: 18,
      same: "https://a.example",
      expectedRest: "",
      gotRest: "/",
    });
    expect(firstDifference("abc", "abd")?.at).toBe(3);
    expect(firstDifference("same", "same")).toBeNull();
  });

  it("counts characters, not halves of them", () => {
    expect(firstDifference("😀a", "😀b")?.at).toBe(2);
  });
});

it("marks a difference between two values, and none between a sentence and a value", () => {
  const marks = (literal: boolean) =>
    render(Compare, {
      expected: "a response without an error",
      got: "access_denied",
      literal,
    }).container.querySelectorAll("mark").length;
  expect([marks(true), marks(false)]).toEqual([2, 0]);
});

describe("whenShort", () => {
  const now = new Date("2025-11-24T12:00:00Z").getTime();
  it.each([
    ["2025-11-24T11:59:40Z", "Just now"],
    ["2025-11-24T11:48:00Z", "12 min ago"],
    ["2025-11-24T09:00:00Z", "3 h ago"],
    ["2025-11-22T12:00:00Z", "Saturday"],
    ["2025-11-02T12:00:00Z", "2 Nov"],
    ["2024-11-02T12:00:00Z", "2 Nov 2024"],
  ])("%s is %s", (iso, shown) => expect(whenShort(iso, now)).toBe(shown));
});

it("puts a day into a sentence", () => {
  const now = new Date("2025-11-24T12:00:00Z").getTime();
  expect(
    ["2025-11-24T08:00:00Z", "2025-11-23T08:00:00Z", "2025-11-20T08:00:00Z"].map((iso) => onDay(iso, now)),
  ).toEqual(["today", "yesterday", "on 20 Nov"]);
});

it("writes durations as people read them", () => {
  expect([duration(9), duration(7100), duration(125_000)]).toEqual(["9 ms", "7.1 s", "2 min 5 s"]);
});

it("puts words together", () => {
  expect(sentenceList(["a", "b", "c"])).toBe("a, b and c");
  expect([count(1, "change"), count(2, "change")]).toEqual(["1 change", "2 changes"]);
  expect(middle("https://login.example.com/oauth2/default", 20)).toHaveLength(20);
});

it.each([
  ["two words by both", ["contoso-entra", "Priya Natarajan"], ["CE", "PN"]],
  ["one word by its beginning", ["Okta", "X", ""], ["OK", "X", ""]],
  [
    "neighbours where they part",
    ["acme-emea-prod", "acme-emea-test", "customer-0041", "customer-0042", "c01", "c02"],
    ["AP", "AT", "C1", "C2", "C1", "C2"],
  ],
  ["an address without its host", ["jonas.lindqvist@contoso.example", "@x"], ["JL", "X"]],
])("a tile has letters for %s", (_, names, tiles) => expect(names.map(initials)).toEqual(tiles));

describe("copy", () => {
  it("falls back to a selection where there is no clipboard", async () => {
    vi.stubGlobal("navigator", { clipboard: undefined });
    const execCommand = vi.fn(() => true);
    document.execCommand = execCommand;
    expect(await copy("text")).toBe(true);
    expect(execCommand).toHaveBeenCalledWith("copy");
    expect(document.querySelector("textarea")).toBeNull();
    vi.unstubAllGlobals();
  });
});
