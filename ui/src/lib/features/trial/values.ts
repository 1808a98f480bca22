import type { JsonValue } from "$lib/api";

/** A claim's value as text: strings bare, everything else as JSON. */
export function shown(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
