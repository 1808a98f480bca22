// Colours for a program: names in JSON, texts, comments and placeholders. It reads no language; what it misses stays plain.

export type Mark = { text: string; kind: "plain" | "key" | "string" | "comment" | "hole" };

/** A text in double quotes on one line, with its colon where it names a member; or a comment that has a line to itself. */
const PART = /"(?:\\.|[^"\\\n])*"(\s*:)?|^\s*(?:#|\/\/).*$/g;
/** A member's name within a text: `\"scope\":`, or doubled quotes as C# has them. */
const INNER = /(\\"|"")((?:(?!\1).)+?)\1(?=\s*:)/g;

/** The lines of a program, each in parts. `holes` are the words that stand for what is not shown. */
export function marked(program: string, holes: readonly string[]): Mark[][] {
  return program
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => parts(line).flatMap((part) => withHoles(part, holes)));
}

function parts(line: string): Mark[] {
  const found: Mark[] = [];
  let at = 0;
  for (const match of line.matchAll(PART)) {
    const [text, colon = ""] = match;
    if (match.index > at) found.push({ text: line.slice(at, match.index), kind: "plain" });
    at = match.index + text.length;
    if (!text.startsWith('"')) found.push({ text, kind: "comment" });
    else if (colon) {
      found.push({ text: text.slice(0, text.length - colon.length), kind: "key" }, { text: colon, kind: "plain" });
    } else found.push(...within(text));
  }
  if (at < line.length) found.push({ text: line.slice(at), kind: "plain" });
  return found;
}

function within(text: string): Mark[] {
  const found: Mark[] = [];
  let at = 0;
  for (const match of text.matchAll(INNER)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index), kind: "string" });
    found.push({ text: match[0], kind: "key" });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at), kind: "string" });
  return found;
}

function withHoles(part: Mark, holes: readonly string[]): Mark[] {
  const hole = holes.find((hole) => part.text.includes(hole));
  if (hole === undefined) return [part];
  const at = part.text.indexOf(hole);
  const rest = { ...part, text: part.text.slice(at + hole.length) };
  return [
    { ...part, text: part.text.slice(0, at) },
    { text: hole, kind: "hole" as const },
    ...withHoles(rest, holes),
  ].filter(({ text }) => text !== "");
}
