import { describe, expect, it } from "vitest";
import { difference, formatted } from "./format";
import { asJson, starts } from "./starts";

describe("a mapping laid out anew", () => {
  it("is indented by two, with every character and the order of names as they were", () => {
    expect(formatted('{"b":"${context.tokenset.b}, {x}","2":1.0,"a":{"c":[1,2],"d":{}},"b":[]}')).toBe(
      '{\n  "b": "${context.tokenset.b}, {x}",\n  "2": 1.0,\n  "a": {\n    "c": [\n      1,\n      2\n    ],\n    "d": {}\n  },\n  "b": []\n}',
    );
  });

  it("is laid out already, where it was", () => {
    for (const { attributes } of starts) expect(formatted(asJson(attributes))).toBe(asJson(attributes));
    expect(formatted("")).toBe("");
  });

  it.each(['{"a": "b', '{"a" "b"}', "}{", "{\"a\": 'b', c}", '{"a":"b\n"c":"d"}', "[1 2]", "{,}", '{"a":"\\'])(
    "keeps what is no JSON: %s",
    (text) => {
      const bare = (of: string) => of.replace(/\s/g, "");
      expect(bare(formatted(text))).toBe(bare(text));
      expect(formatted(formatted(text))).toBe(formatted(text));
    },
  );
});

it("changes no more of a text than differs", () => {
  expect(difference("abc", "abc")).toBeNull();
  expect(difference("abc", "aXc")).toEqual({ from: 1, to: 2, insert: "X" });
  expect(difference("aa", "aaa")).toEqual({ from: 2, to: 2, insert: "a" });
  expect(difference("", "x")).toEqual({ from: 0, to: 0, insert: "x" });
});
