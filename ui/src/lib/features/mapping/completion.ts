import type { JsonValue, Reference } from "$lib/api";

/** A template that is being written: where it begins and where what is replaced ends, and what stands after `${` so far. */
export type Writing = { from: number; to: number; typed: string };

/** The template around the caret, if it stands in one. */
export function writingAt(text: string, caret: number): Writing | null {
  const from = caret < 2 ? -1 : text.lastIndexOf("${", caret - 2);
  if (from < 0) return null;
  const typed = text.slice(from + 2, caret);
  if (/[}"\n]/.test(typed)) return null;
  const rest = /^[\w.:/-]*\}/.exec(text.slice(caret))?.[0] ?? "";
  return { from, to: caret + rest.length, typed };
}

/** What fits, nearest first: paths that begin like it, then claims that do, then all that hold it. */
export function fitting(references: Reference[], typed: string): Reference[] {
  const wanted = typed.trim().toLowerCase();
  const rank = ({ path }: Reference) => {
    const whole = path.toLowerCase();
    if (whole.startsWith(wanted)) return 0;
    if (whole.split(".").slice(2).join(".").startsWith(wanted)) return 1;
    return whole.includes(wanted) ? 2 : 3;
  };
  return [0, 1, 2].flatMap((wantedRank) => references.filter((reference) => rank(reference) === wantedRank));
}

/** The kind of a value, where it is no text. */
export function kindOf(value: JsonValue): string | null {
  if (Array.isArray(value)) return "list";
  if (value !== null && typeof value === "object") return "object";
  return typeof value === "string" ? null : value === null ? "null" : typeof value;
}

export function asLine(value: JsonValue | null): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
