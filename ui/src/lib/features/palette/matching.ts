import type { ConnectionRow } from "$lib/api";

export type Command = { id: string; group: string; label: string; icon: string; run: () => void; /** Other words it is found by. */ words?: string; kbd?: string };

/** The commands that hold every word of what was typed, those that begin with it first. */
export function matchingCommands(commands: Command[], typed: string): Command[] {
  return matching(commands, typed, ({ label, words = "" }) => [label, words]);
}

/** The first few connections that hold every word of what was typed in name, display name or issuer host. */
export function matchingConnections(rows: ConnectionRow[], typed: string, most = 8): ConnectionRow[] {
  if (typed.trim() === "") return [];
  return matching(rows, typed, ({ name, display_name, issuer_host }) => [name, display_name, issuer_host ?? ""]).slice(0, most);
}

function matching<T>(items: T[], typed: string, texts: (item: T) => string[]): T[] {
  const wanted = typed.trim().toLowerCase();
  const words = wanted.split(/\s+/).filter(Boolean);
  const [first, rest]: [T[], T[]] = [[], []];
  for (const item of items) {
    const text = texts(item).join("\n").toLowerCase();
    if (words.every((word) => text.includes(word))) (text.startsWith(wanted) ? first : rest).push(item);
  }
  return [...first, ...rest];
}
