/** A value from outside as text: strings bare, everything else as JSON. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** As many parts of a value are seen at first, where it has more than `most`. */
const few = 4;
const most = 8;
const fewCharacters = 240;
const mostCharacters = 400;

/** A value that is too long to be read at once: what stands for it, how much there is, and the whole. */
export type Long = { start: string; amount: string; whole: string };

/** Nothing where the value is short. Of a list that is searched, what fits is what stands for it. */
export function long(value: unknown, wanted = ""): Long | null {
  if (typeof value === "object" && value !== null) {
    const parts = Array.isArray(value)
      ? value.map(shown)
      : Object.entries(value).map(([name, part]) => `${name}: ${shown(part)}`);
    if (parts.length > most) {
      const fitting = wanted === "" ? [] : parts.filter((part) => part.toLowerCase().includes(wanted));
      const first = (fitting.length > 0 ? fitting : parts).slice(0, few);
      const one = Array.isArray(value) ? "value" : "member";
      return {
        start: `${first.map((part) => cut(part)).join(", ")}, …`,
        amount: `${number(parts.length)} ${one}s`,
        whole: parts.join("\n"),
      };
    }
  }
  const text = shown(value);
  if (text.length <= mostCharacters) return null;
  return { start: cut(text), amount: `${number(text.length)} characters`, whole: text };
}

const cut = (text: string) => (text.length > fewCharacters ? `${text.slice(0, fewCharacters)}…` : text);
const number = (n: number) => n.toLocaleString("en");
