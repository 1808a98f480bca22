import type { EditorView } from "@codemirror/view";
import { difference, formatted } from "../format";

/** Lays the text out anew; the caret stays before what it stood before. */
export function layOut(view: EditorView): boolean {
  const text = view.state.doc.toString();
  const laidOut = formatted(text);
  const before = text.slice(0, view.state.selection.main.head).replace(/\s/g, "").length;
  const caret = nthCharacter(laidOut, before);
  view.dispatch({ changes: difference(text, laidOut) ?? [], selection: { anchor: caret }, userEvent: "input" });
  return true;
}

/** Where the character stands before which there are so many others, blanks aside. */
function nthCharacter(text: string, before: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (/\s/.test(text.charAt(at))) continue;
    if (seen === before) return at;
    seen += 1;
  }
  return text.length;
}
