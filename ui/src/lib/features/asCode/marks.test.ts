import { expect, it } from "vitest";
import { marked, type Mark } from "./marks";

const told = (line: Mark[]) => line.filter(({ kind }) => kind !== "plain").map(({ text, kind }) => `${kind} ${text}`);
const lines = (program: string) => marked(program, ["TOKEN", "IDP_CLIENT_SECRET"]);

it("tells names from texts in JSON as it is, and in texts of a language", () => {
  expect(told(lines('  "scope": "openid",')[0] ?? [])).toEqual(['key "scope"', 'string "openid"']);
  expect(told(lines('    "  \\"scope\\": \\"openid\\",\\n"')[0] ?? [])).toEqual([
    'string "  ',
    'key \\"scope\\"',
    'string : \\"openid\\",\\n"',
  ]);
});

it("marks placeholders wherever they stand, and comments", () => {
  expect(told(lines('"Bearer TOKEN"')[0] ?? [])).toEqual(['string "Bearer ', "hole TOKEN", 'string "']);
  expect(told(lines("a $TOKEN and TOKEN")[0] ?? [])).toEqual(["hole TOKEN", "hole TOKEN"]);
  expect(told(lines("# 1 of 2. Creates TOKEN")[0] ?? [])[0]).toBe("comment # 1 of 2. Creates ");
  expect(told(lines("  // what")[0] ?? [])).toEqual(["comment   // what"]);
  expect(told(lines('"https://acme.example"')[0] ?? [])).toEqual(['string "https://acme.example"']);
});

it("loses and adds nothing", () => {
  const program = 'payload = "{\n"\n  \'x\' : "a\\"b" `"`\n# "end\n';
  expect(lines(program).map((line) => line.map(({ text }) => text).join(""))).toEqual(program.trimEnd().split("\n"));
});
