// The text of a mapping in CodeMirror, which nothing else imports: it is loaded when a mapping is written.

import { closeBrackets } from "@codemirror/autocomplete";
import { history } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, lineNumbers } from "@codemirror/view";
import type { Reference, Slip } from "$lib/api";
import { claims } from "./editor/claims";
import { keys } from "./editor/keys";
import { language } from "./editor/language";
import { layOut } from "./editor/layOut";
import { caretOf, spanOf, type Caret } from "./editor/places";
import { setSlips, slipsOf } from "./editor/slipField";
import { slips } from "./editor/slipMarks";
import { spoken } from "./editor/spoken";
import { difference } from "./format";
import base from "../../../styles/base.css?inline";
import icons from "../../../styles/icons.css?inline";
import button from "../../ui/button.css?inline";
import own from "./templateEditor.css?inline";

type Options = {
  root: ShadowRoot;
  text: string;
  label: string;
  onchange: (text: string) => void;
  oncaret: (caret: Caret) => void;
};

export class TemplateEditor {
  readonly #view: EditorView;
  #references: Reference[] = [];

  constructor({ root, text, label, onchange, oncaret }: Options) {
    adoptPageRules(root);
    const said = root.appendChild(document.createElement("p"));
    said.id = "said";
    said.className = "sr";
    const follow = EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside)))
        onchange(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) oncaret(caretOf(update.state));
      said.textContent = spoken(update.state);
    });
    const described = EditorView.contentAttributes.of((view) => ({
      "aria-label": label,
      "aria-describedby": "said",
      "aria-invalid": String(slipsOf(view.state).some((slip) => slip.severity === "error")),
      autocapitalize: "off",
    }));
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [language, appearance, editing, slips, claims(() => this.#references), keys, described, follow],
      }),
    });
    said.textContent = spoken(this.#view.state);
  }

  /** Takes over a text that was not typed here. It can be undone like one that was. */
  setText(text: string) {
    const change = difference(this.#view.state.doc.toString(), text);
    if (change) this.#view.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }

  /** Marks what is to be looked at, unless it is about another text than the one that stands here. */
  setSlips(slips: Slip[], about: string) {
    if (this.#view.state.doc.toString() === about) this.#view.dispatch({ effects: setSlips.of(slips) });
  }

  setReferences(references: Reference[]) {
    this.#references = references;
  }

  /** Puts a text where the caret is, as if it had been typed. */
  insert(text: string) {
    this.#view.dispatch(this.#view.state.replaceSelection(text), { userEvent: "input", scrollIntoView: true });
    this.#view.focus();
  }

  /** Puts another text in the place of all. */
  replace(text: string) {
    this.#view.dispatch({ changes: difference(this.#view.state.doc.toString(), text) ?? [], userEvent: "input" });
    this.#view.focus();
  }

  format() {
    layOut(this.#view);
    this.#view.focus();
  }

  /** Puts the caret at a place, in the middle of the window. */
  go({ line, column }: Caret) {
    const at = spanOf(this.#view.state.doc, { line, column, length: 0 }).from;
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.#view.focus();
  }

  focus() {
    this.#view.focus();
  }

  destroy() {
    this.#view.destroy();
  }
}

/** A change of the text that comes with the form, and not from a person at the editor. */
const fromOutside = Annotation.define<boolean>();

const appearance = [
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  bracketMatching(),
  EditorView.lineWrapping,
  EditorView.editorAttributes.of({ class: "code" }),
  EditorState.phrases.of({ Completions: "Claims that came" }),
];

const editing = [history(), indentOnInput(), closeBrackets(), EditorState.tabSize.of(2)];

/** The rules of the page hold in the shadow root too. The page's policy allows no style element there, but sheets that a script makes. */
function adoptPageRules(root: ShadowRoot) {
  if (!("adoptedStyleSheets" in root)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(base + icons + button + own);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
