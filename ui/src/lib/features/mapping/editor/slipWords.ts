import { WidgetType, type EditorView } from "@codemirror/view";
import { slipsOf, type Marked } from "./slipField";

export const tones = {
  error: { tone: "err", icon: "circle-x", name: "Error" },
  warning: { tone: "warn", icon: "triangle-alert", name: "Warning" },
  note: { tone: "info", icon: "info", name: "Note" },
} as const;

/** What is said of a slip, under its line. */
export class SlipWords extends WidgetType {
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
