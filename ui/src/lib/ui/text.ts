/** "a", "a and b", "a, b and c" */
export function sentenceList(items: string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Two letters for a tile without a logo, where names that stand together part: their last words, and the last digit of a number. */
export function initials(name: string): string {
  // Of an e-mail address the host says the least.
  const words = (name.split("@")[0] || name).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const [first = "", last = ""] = [words[0], words.at(-1)];
  const digit = /\p{N}$/u.test(last) ? last.slice(-1) : null;
  const letters =
    digit !== null && [...first].length > 1
      ? [[...first][0], digit]
      : words.length > 1
        ? [[...first][0], [...last][0]]
        : [...first].slice(0, 2);
  return letters.join("").toUpperCase();
}

/** Keeps both ends of a long value, where what tells two of them apart usually is. */
export function middle(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (max - 1 - head))}`;
}

/** Keeps a text from outside from turning what stands around it, where no <bdi> can stand: U+2068 and U+2069. */
export function isolated(text: string): string {
  // What is plain turns nothing, and what closes an isolation from within must not get out of it.
  return /^[ -~]*$/.test(text) ? text : `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`;
}
