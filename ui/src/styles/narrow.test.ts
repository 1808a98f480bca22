import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const styles = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(css|svelte)$/.test(file))
  .map((file) => [file, readFileSync(`src/${file}`, "utf8")] as const)
  .map(([file, text]) => (file.endsWith(".css") ? text : (/<style>([^]*)<\/style>/.exec(text)?.[1] ?? "")))
  .join("\n");

it("hides nothing in a narrow window but columns that the filters stand for", () => {
  const narrow = [...styles.matchAll(/@media \(max-width:[^{]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}/g)].map(
    ([, rules]) => rules ?? "",
  );
  expect(narrow.length).toBeGreaterThan(1);
  const hidden = [...narrow.join("\n").matchAll(/([^{}]*)\{[^{}]*display: none/g)].map(([, selector]) =>
    selector?.trim(),
  );
  expect(hidden.toSorted()).toEqual([
    ".w2",
    ":global(.table--list) .channel,\n    :global(.table--list col:nth-child(4))",
  ]);
});
