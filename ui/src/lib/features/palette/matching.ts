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

/** A command with what it is found by, in small letters: of thousands that is made once, and not with each key. */
export type Findable = { item: Command; names: string[]; others: string[]; everywhere: string };

/** How well a thing fits; a smaller number is a better one. */
enum Fit {
  Name,
  NameBegins,
  WordBegins,
  InName,
  OtherBegins,
  InOther,
  Not,
}

type Fitted = { one: Findable; fit: Fit };

export function findable(commands: Command[]): Findable[] {
  return commands.map((item) => {
    const names = [item.label, ...(item.names ?? [])].map((name) => name.toLowerCase());
    const others = othersOf(item).map((other) => other.toLowerCase());
    return { item, names, others, everywhere: [...names, ...others].join("\n") };
  });
}

/** The groups that fit, each with its best first, and of `things` not more than `most` a kind: those of the best fit first, else as given. */
export function fitting(commands: Findable[], things: Findable[], typed: string, most = 8): Group[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return grouped(commands.map(({ item }) => item));
  const all = [...best(commands, wanted, commands.length), ...best(things, wanted, most)];
  return grouped(all.toSorted((one, other) => one.fit - other.fit).map(({ one, fit }) => shown(one, wanted, fit)));
}

function grouped(commands: Command[]): Group[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const group = groups.get(command.group);
    if (group) group.push(command);
    else groups.set(command.group, [command]);
  }
  return [...groups].map(([label, commands]) => ({ label, commands }));
}

/** The best of each kind, as many as asked for. Once there are so many, only what fits better than the last of them is looked at further. */
function best(all: Findable[], wanted: string, most: number): Fitted[] {
  const words = wanted.split(/\s+/);
  const kinds: Record<string, Fitted[]> = {};
  for (const one of all) {
    const kept = (kinds[one.item.group] ??= []);
    const limit = kept.length < most ? Fit.Not : (kept.at(-1)?.fit ?? Fit.Not);
    const fit = fitOf(one, wanted, words, limit);
    if (fit >= limit) continue;
    const behind = kept.findLastIndex((other) => other.fit <= fit);
    kept.splice(behind + 1, 0, { one, fit });
    if (kept.length > most) kept.pop();
  }
  return Object.values(kinds).flat();
}

/** Not at all where a word of what was typed is nowhere in it; and where it fits no better than `limit`, that alone is told. */
function fitOf({ names, others, everywhere }: Findable, wanted: string, words: string[], limit: Fit): Fit {
  if (limit > Fit.WordBegins && !words.every((word) => everywhere.includes(word))) return Fit.Not;
  if (names.includes(wanted)) return Fit.Name;
  if (limit <= Fit.NameBegins) return limit;
  if (names.some((name) => name.startsWith(wanted))) return Fit.NameBegins;
  if (limit <= Fit.WordBegins) return limit;
  if (names.some((name) => wordBegins(name, wanted))) return Fit.WordBegins;
  if (names.some((name) => name.includes(wanted))) return Fit.InName;
  return others.some((other) => other.startsWith(wanted)) ? Fit.OtherBegins : Fit.InOther;
}

/** What it is found by beside its name becomes its hint. */
function shown({ item, others }: Findable, wanted: string, fit: Fit): Command {
  if (!item.hint || fit < Fit.OtherBegins) return item;
  const begins = others.findIndex((other) => other.startsWith(wanted));
  const within = othersOf(item)[begins >= 0 ? begins : others.findIndex((other) => other.includes(wanted))];
  return within ? { ...item, hint: within } : item;
}

function othersOf(item: Command): string[] {
  return [item.hint ?? "", ...(item.words ?? [])];
}

function wordBegins(name: string, wanted: string): boolean {
  for (let at = name.indexOf(wanted); at >= 0; at = name.indexOf(wanted, at + 1)) {
    if (at > 0 && !/[\p{L}\p{N}]/u.test(name[at - 1] ?? "")) return true;
  }
  return false;
}
