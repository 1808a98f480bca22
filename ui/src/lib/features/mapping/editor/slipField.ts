import { StateEffect, StateField, type EditorState } from "@codemirror/state";
import type { Slip } from "$lib/api";
import { spanOf, type Span } from "./places";

export type Marked = Slip & Span & { fixAt: Span | null };

export const setSlips = StateEffect.define<Slip[]>();

/** The slips where they stand now: a change moves them until they are judged again. */
export const slipField = StateField.define<Marked[]>({
  create: () => [],
  update(slips, transaction) {
    if (transaction.docChanged) {
      const moved = ({ from, to }: Span) => ({
        from: transaction.changes.mapPos(from, 1),
        to: transaction.changes.mapPos(to, -1),
      });
      slips = slips.map((slip) => ({
        ...slip,
        ...ordered(moved(slip)),
        fixAt: slip.fixAt && ordered(moved(slip.fixAt)),
      }));
    }
    for (const effect of transaction.effects) {
      if (effect.is(setSlips))
        slips = effect.value.map((slip) => ({
          ...slip,
          ...spanOf(transaction.state.doc, slip.place),
          fixAt: slip.fix && spanOf(transaction.state.doc, slip.fix.place),
        }));
    }
    return slips;
  },
});

export const slipsOf = (state: EditorState) => state.field(slipField);
const ordered = ({ from, to }: Span): Span => ({ from: Math.min(from, to), to: Math.max(from, to) });
