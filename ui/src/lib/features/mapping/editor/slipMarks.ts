import type { Text } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import { slipField, slipsOf, type Marked } from "./slipField";
import { SlipWords, tones } from "./slipWords";

/** Slips, and how they show: the line, what is meant in it, and the words below. */
export const slips = [
  slipField,
  EditorView.decorations.compute([slipField], (state) => decorated(state.doc, slipsOf(state))),
];

function decorated(text: Text, slips: Marked[]): DecorationSet {
  const lines = slips.map((slip) =>
    Decoration.line({ class: `slipline slipline--${tones[slip.severity].tone}` }).range(text.lineAt(slip.from).from),
  );
  const marks = slips
    .filter((slip) => slip.to > slip.from)
    .map((slip) =>
      Decoration.mark({ class: `slipmark slipmark--${tones[slip.severity].tone}` }).range(slip.from, slip.to),
    );
  const words = slips.map((slip, index) =>
    Decoration.widget({ widget: new SlipWords(slip, index), block: true, side: 1 }).range(text.lineAt(slip.from).to),
  );
  return Decoration.set([...lines, ...marks, ...words], true);
}
