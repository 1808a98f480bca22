/** JSON laid out by two blanks. Every character stays, in its order, blanks between the parts aside; so this takes what is no JSON as well. */
export function formatted(text: string): string {
  const parts = text.match(/"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let out = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  parts.forEach((part, index) => {
    const [before, after] = [parts[index - 1] ?? "", parts[index + 1] ?? ""];
    if ("]}".includes(part)) {
      depth = Math.max(0, depth - 1);
      if (!"[{".includes(before) || before === "") out += line();
    } else if (!",:".includes(part) && index > 0 && !"[{,:".includes(before)) out += line();
    out += part;
    if ("[{".includes(part)) {
      depth += 1;
      if (after !== "" && !"]}".includes(after)) out += line();
    } else if (part === ",") out += line();
    else if (part === ":") out += " ";
  });
  return out.trimEnd();
}

/** The one change that makes a text of another, as small as it can be. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
