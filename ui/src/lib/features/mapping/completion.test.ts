import type { Reference } from "$lib/api";
import { describe, expect, it } from "vitest";
import { fitting, kindOf, writingAt } from "./completion";

describe("the template around the caret", () => {
  const at = (marked: string) => writingAt(marked.replace("|", ""), marked.indexOf("|"));

  it("is found while it is written", () => {
    expect(at('{ "a": "${|')).toEqual({ from: 8, to: 10, typed: "" });
    expect(at('{ "a": "${ema|" }')).toEqual({ from: 8, to: 13, typed: "ema" });
    expect(at("x ${context.tokenset.name} ${con|")).toMatchObject({ from: 27, typed: "con" });
  });

  it("is replaced whole when it was complete already", () => {
    const text = "${context.tok|enset.email} rest";
    expect(at(text)).toEqual({ from: 0, to: "${context.tokenset.email}".length, typed: "context.tok" });
  });

  it.each(["|", "$|{", "${a}|", '"${a|'.replace("a", 'a"'), "${a\n|", "|${"])("is not there in %s", (text) =>
    expect(at(text)).toBeNull(),
  );
});

describe("what fits", () => {
  const reference = (path: string): Reference => ({ path, value: "", in_sample: true });
  const references = [
    "context.tokenset.name",
    "context.tokenset.nickname",
    "context.tokenset.https://acme.example/name",
    "context.userinfo.name",
    "context.connection.id",
  ].map(reference);
  const paths = (typed: string) => fitting(references, typed).map(({ path }) => path);

  it("is everything before anything is typed", () => expect(paths("")).toHaveLength(5));
  it("begins with the path, then with the claim, then holds it", () => {
    expect(paths("context.u")).toEqual(["context.userinfo.name"]);
    expect(paths("na")).toEqual([
      "context.tokenset.name",
      "context.userinfo.name",
      "context.tokenset.nickname",
      "context.tokenset.https://acme.example/name",
    ]);
    expect(paths("NICK")).toEqual(["context.tokenset.nickname"]);
    expect(paths("zzz")).toEqual([]);
  });
});

it("knows kinds", () => {
  expect([["a"], { a: 1 }, true, 1, null, "a"].map(kindOf)).toEqual([
    "list",
    "object",
    "boolean",
    "number",
    "null",
    null,
  ]);
});
