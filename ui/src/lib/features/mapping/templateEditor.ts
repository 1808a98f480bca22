// The text of a mapping in CodeMirror, which nothing else imports: it is loaded when a mapping is written.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { history, historyKeymap, indentLess, indentMore, standardKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState, Prec, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  MatchDecorator,
  tooltips,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import type { Place, Reference, Slip } from "$lib/api";
import { asLine, fitting, kindOf, writingAt } from "./completion";
import { difference, formatted } from "./format";
import { counted } from "./slips";
import base from "../../../styles/base.css?inline";
import icons from "../../../styles/icons.css?inline";
import button from "../../ui/button.css?inline";
import own from "./templateEditor.css?inline";

type Caret = { line: number; column: number };
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
        extensions: [
          language,
          appearance,
          editing,
          slipField,
          autocompletion({
            override: [(context) => this.#claims(context)],
            activateOnTypingDelay: 0,
            interactionDelay: 0,
            defaultKeymap: false,
            icons: false,
            addToOptions: [{ render: aside, position: 60 }],
          }),
          tooltips({ tooltipSpace: pane }),
          keys,
          described,
          follow,
        ],
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
    format(this.#view);
    this.#view.focus();
  }

  /** Puts the caret at a place, in the middle of the window. */
  go({ line, column }: Caret) {
    const at = offset(this.#view.state.doc, { line, column, length: 0 }).from;
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.#view.focus();
  }

  focus() {
    this.#view.focus();
  }

  destroy() {
    this.#view.destroy();
  }

  #claims(context: CompletionContext): CompletionResult | null {
    const writing = writingAt(context.state.doc.toString(), context.pos);
    const fits = writing ? fitting(this.#references, writing.typed) : [];
    if (!writing || fits.length === 0) return null;
    return {
      from: writing.from,
      to: writing.to,
      filter: false,
      options: fits.map((reference): Offered => ({
        label: reference.path.slice("context.".length),
        apply: `\${${reference.path}}`,
        reference,
      })),
    };
  }
}

/** A change of the text that comes with the form, and not from a person at the editor. */
const fromOutside = Annotation.define<boolean>();

// --- Claims to choose from ---------------------------------------------------------------------------------------------------

type Offered = Completion & { reference: Reference };

/** What a claim is, beside its path. */
function aside(completion: Completion): Node {
  const { value, in_sample } = (completion as Offered).reference;
  const line = document.createElement("span");
  line.className = "offered__value";
  line.append(
    ...[kindOf(value), asLine(value), in_sample ? null : "earlier"]
      .filter((text) => text !== null)
      .map((text) => Object.assign(document.createElement("bdi"), { textContent: text })),
  );
  return line;
}

/** The list of claims stays within the pane that scrolls, above the footer. */
function pane(view: EditorView) {
  const host = (view.root as ShadowRoot).host;
  return (host.closest(".scroll") ?? document.documentElement).getBoundingClientRect();
}

// --- Slips -------------------------------------------------------------------------------------------------------------------

type Span = { from: number; to: number };
type Marked = Slip & Span & { fixAt: Span | null };

const setSlips = StateEffect.define<Slip[]>();

/** The slips where they stand now: a change moves them until they are judged again. */
const slipField = StateField.define<{ slips: Marked[]; shown: DecorationSet }>({
  create: () => ({ slips: [], shown: Decoration.none }),
  update(now, transaction) {
    let { slips } = now;
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
          ...offset(transaction.state.doc, slip.place),
          fixAt: slip.fix && offset(transaction.state.doc, slip.fix.place),
        }));
    }
    return slips === now.slips ? now : { slips, shown: decorated(transaction.state.doc, slips) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ shown }) => shown),
});

const slipsOf = (state: EditorState) => state.field(slipField).slips;
const ordered = ({ from, to }: Span): Span => ({ from: Math.min(from, to), to: Math.max(from, to) });

/** A place in the text as it is now; one that is beyond it is at the end. */
function offset(text: Text, { line, column, length }: Place): Span {
  const found = text.line(Math.min(Math.max(line, 1), text.lines));
  const from = line > text.lines ? text.length : Math.min(found.from + column - 1, found.to);
  return { from, to: Math.min(from + length, text.length) };
}

const tones = {
  error: { tone: "err", icon: "circle-x", name: "Error" },
  warning: { tone: "warn", icon: "triangle-alert", name: "Warning" },
  note: { tone: "info", icon: "info", name: "Note" },
} as const;

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

/** What is said of a slip, under its line. */
class SlipWords extends WidgetType {
  constructor(
    readonly slip: Marked,
    readonly index: number,
  ) {
    super();
  }

  override eq({ slip, index }: SlipWords): boolean {
    return (
      index === this.index &&
      slip.severity === this.slip.severity &&
      slip.message === this.slip.message &&
      slip.remedy === this.slip.remedy &&
      slip.fix?.label === this.slip.fix?.label
    );
  }

  override toDOM(view: EditorView): HTMLElement {
    const { tone, icon, name } = tones[this.slip.severity];
    // No margins: CodeMirror does not count them to the height.
    const under = Object.assign(document.createElement("div"), { className: "slip__under" });
    const words = under.appendChild(Object.assign(document.createElement("div"), { className: `slip slip--${tone}` }));
    const mark = Object.assign(document.createElement("i"), {
      className: `i i--sm i--${tone} i-${icon}`,
      role: "img",
      ariaLabel: name,
    });
    const text = Object.assign(document.createElement("bdi"), {
      textContent: [this.slip.message, this.slip.remedy].filter(Boolean).join(" "),
    });
    words.append(mark, text);
    if (this.slip.fix) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--link" });
      button.append(Object.assign(document.createElement("bdi"), { textContent: this.slip.fix.label }));
      button.addEventListener("click", () => mend(view, this.index));
      words.append(button);
    }
    return under;
  }
}

/** Puts what was meant in the place of a slip, and the caret behind it. */
function mend(view: EditorView, index: number) {
  const slip = slipsOf(view.state)[index];
  if (!slip?.fix || !slip.fixAt) return;
  view.dispatch({
    changes: { ...slip.fixAt, insert: slip.fix.text },
    selection: { anchor: slip.fixAt.from + slip.fix.text.length },
    userEvent: "input",
    scrollIntoView: true,
  });
  view.focus();
}

/** What a person hears who comes into the text. */
function spoken(state: EditorState): string {
  const slips = slipsOf(state);
  const each = slips.map((slip) => `Line ${state.doc.lineAt(slip.from).number}: ${slip.message}`);
  return [slips.length > 0 ? `${counted(slips)}.` : "", ...each, "Tab leaves the text, Control and ] indents."]
    .filter(Boolean)
    .join(" ");
}

// --- Language, looks and keys --------------------------------------------------------------------------------------------------

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

const language = [
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

// Tab takes a claim that is offered, and otherwise leaves the text.
const keys = keymap.of([
  { key: "Tab", run: acceptCompletion },
  ...completionKeymap.map((binding) => ({ ...binding, stopPropagation: true })),
  { key: "Mod-Shift-f", run: format, preventDefault: true },
  { key: "Mod-]", run: indentMore },
  { key: "Mod-[", run: indentLess },
  ...closeBracketsKeymap,
  ...historyKeymap,
  ...standardKeymap,
]);

/** Lays the text out anew; the caret stays before what it stood before. */
function format(view: EditorView): boolean {
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

function caretOf(state: EditorState): Caret {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { line: line.number, column: head - line.from + 1 };
}

/** The rules of the page hold in the shadow root too. The page's policy allows no style element there, but sheets that a script makes. */
function adoptPageRules(root: ShadowRoot) {
  if (!("adoptedStyleSheets" in root)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(base + icons + button + own);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
