import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const styles = ["app.css", "components.css"].map((file) => readFileSync(`src/styles/${file}`, "utf8")).join("\n");

it("hides nothing in a narrow window but a column that the filters stand for", () => {
  const narrow = [...styles.matchAll(/@media \(max-width:[^{]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}/g)].map(
    ([, rules]) => rules ?? "",
  );
  expect(narrow.length).toBeGreaterThan(1);
  const hidden = [...narrow.join("\n").matchAll(/([^{}]*)\{[^{}]*display: none/g)].map(([, selector]) =>
    selector?.trim(),
  );
  expect(hidden).toEqual([".table--list :is(.channel, col:nth-child(4))"]);
});
