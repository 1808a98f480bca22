// JSON with templates in its texts, and how it is coloured.

import { json } from "@codemirror/lang-json";
import { syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

/** Templates within the texts, whether they are closed or not. */
const template = new MatchDecorator({ regexp: /\$\{[^}"\n]*\}?/g, decoration: Decoration.mark({ class: "v" }) });

class Templates {
  shown: DecorationSet;

  constructor(view: EditorView) {
    this.shown = template.createDeco(view);
  }

  update(update: ViewUpdate) {
    this.shown = template.updateDeco(update, this.shown);
  }
}

const templates = ViewPlugin.fromClass(Templates, { decorations: (plugin) => plugin.shown });

export const language = [
  json(),
  // A template is closed within a text as well, where a quote follows.
  Prec.high(EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["[", "{", '"'], before: ')]}:;>"' } }])),
  syntaxHighlighting(
    tagHighlighter([
      { tag: tags.propertyName, class: "k" },
      { tag: tags.string, class: "s" },
      { tag: [tags.number, tags.bool, tags.null], class: "n" },
      { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], class: "p" },
    ]),
  ),
  templates,
];
