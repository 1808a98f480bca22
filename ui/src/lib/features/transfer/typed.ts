// What a person types where a member takes another kind of value than text.
import type { JsonValue, ValueShape } from "$lib/api";

/** The value, or undefined where it is none of that kind. */
export function valueOf(shape: ValueShape, typed: string): JsonValue | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  switch (shape) {
    case "text":
      return text;
    case "secret":
      return typed;
    case "list":
      return text
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "");
    case "flag":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "json":
      try {
        return JSON.parse(text) as JsonValue;
      } catch {
        return undefined;
      }
  }
}

/** What it is to be, where that is not plain. */
export const expected: Partial<Record<ValueShape, string>> = {
  list: "Separate them with commas.",
  number: "A number is wanted.",
  json: "JSON is wanted, texts in quotes.",
};
