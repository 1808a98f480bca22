import type { EditorState } from "@codemirror/state";
import { counted } from "../slips";
import { slipsOf } from "./slipField";

/** What a person hears who comes into the text. */
export function spoken(state: EditorState): string {
  const slips = slipsOf(state);
  const each = slips.map((slip) => `Line ${state.doc.lineAt(slip.from).number}: ${slip.message}`);
  return [slips.length > 0 ? `${counted(slips)}.` : "", ...each, "Tab leaves the text, Control and ] indents."]
    .filter(Boolean)
    .join(" ");
}
