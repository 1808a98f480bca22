import { acceptCompletion, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { historyKeymap, indentLess, indentMore, standardKeymap } from "@codemirror/commands";
import { keymap } from "@codemirror/view";
import { layOut } from "./layOut";

/** Tab takes a claim that is offered, and otherwise leaves the text. */
export const keys = keymap.of([
  { key: "Tab", run: acceptCompletion },
  ...completionKeymap.map((binding) => ({ ...binding, stopPropagation: true })),
  { key: "Mod-Shift-f", run: layOut, preventDefault: true },
  { key: "Mod-]", run: indentMore },
  { key: "Mod-[", run: indentLess },
  ...closeBracketsKeymap,
  ...historyKeymap,
  ...standardKeymap,
]);
