// What fits to what was typed, the best first.

/** Something to do or to go to. */
export type Command = {
  id: string;
  /** Of the same kind. */
  group: string;
  label: string;
  icon?: string;
  hint?: string | undefined;
  kbd?: string | undefined;
  /** Other names it has, such as a display name. */
  names?: string[];
  /** What else it is found by: an ID, a host, a word of the same meaning. */
  words?: string[];
  run: () => void;
};

export type Group = { label: string; commands: Command[] };

/** How well a thing fits; a smaller number is a better one. */
enum Fit {
  Name,
  NameBegins,
  WordBegins,
  InName,
  OtherBegins,
  InOther,
}

/** The groups that fit, each with its best first, and of `things` not more than `most` a kind: those of the best fit first, else as given. */
export function fitting(commands: Command[], things: Command[], typed: string, most = 8): Group[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return grouped(commands);
  const best = (items: Command[]) => {
    const fitted = items.flatMap((item) => fitOf(item, wanted) ?? []);
    return fitted.toSorted((one, other) => one.fit - other.fit);
  };
  const seen: Record<string, number> = {};
  const few = best(things).filter(({ item }) => (seen[item.group] = (seen[item.group] ?? 0) + 1) <= most);
  const all = [...best(commands), ...few].toSorted((one, other) => one.fit - other.fit);
  return grouped(all.map(({ item }) => item));
}

function grouped(commands: Command[]): Group[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups].map(([label, commands]) => ({ label, commands }));
}

/** Nothing where a word of what was typed is nowhere in it. What it is found by beside its name becomes its hint. */
function fitOf(item: Command, wanted: string): { item: Command; fit: Fit } | null {
  const others = [item.hint ?? "", ...(item.words ?? [])];
  const everywhere = [item.label, ...(item.names ?? []), ...others].join("\n").toLowerCase();
  // Of thousands, few get beyond this.
  if (!wanted.split(/\s+/).every((word) => everywhere.includes(word))) return null;
  const names = [item.label, ...(item.names ?? [])].map((name) => name.toLowerCase());
  if (names.includes(wanted)) return { item, fit: Fit.Name };
  if (names.some((name) => name.startsWith(wanted))) return { item, fit: Fit.NameBegins };
  if (names.some((name) => wordBegins(name, wanted))) return { item, fit: Fit.WordBegins };
  if (names.some((name) => name.includes(wanted))) return { item, fit: Fit.InName };
  const begins = others.find((other) => other.toLowerCase().startsWith(wanted));
  const within = begins ?? others.find((other) => other.toLowerCase().includes(wanted));
  return { item: item.hint && within ? { ...item, hint: within } : item, fit: begins ? Fit.OtherBegins : Fit.InOther };
}

function wordBegins(name: string, wanted: string): boolean {
  for (let at = name.indexOf(wanted); at >= 0; at = name.indexOf(wanted, at + 1)) {
    if (at > 0 && !/[\p{L}\p{N}]/u.test(name[at - 1] ?? "")) return true;
  }
  return false;
}
