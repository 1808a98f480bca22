// Lines and columns, as the form says places, and positions, as CodeMirror does.

import type { EditorState, Text } from "@codemirror/state";
import type { Place } from "$lib/api";

export type Caret = { line: number; column: number };
export type Span = { from: number; to: number };

/** A place in the text as it is now; one that is beyond it is at the end. */
export function spanOf(text: Text, { line, column, length }: Place): Span {
  const found = text.line(Math.min(Math.max(line, 1), text.lines));
  const from = line > text.lines ? text.length : Math.min(found.from + column - 1, found.to);
  return { from, to: Math.min(from + length, text.length) };
}

export function caretOf(state: EditorState): Caret {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1 };
}
