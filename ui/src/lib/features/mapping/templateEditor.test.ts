import { currentCompletions } from "@codemirror/autocomplete";
import { redo, undo } from "@codemirror/commands";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import type { Reference, Slip } from "$lib/api";
import { afterEach, expect, it, vi } from "vitest";
import { TemplateEditor } from "./templateEditor";

const references: Reference[] = [
  { path: "context.tokenset.email", value: "ada@acme.example", in_sample: true },
  { path: "context.tokenset.groups", value: ["a"], in_sample: false },
];
const opened: TemplateEditor[] = [];

afterEach(() => {
  for (const editor of opened.splice(0)) editor.destroy();
  document.body.replaceChildren();
});

/** An editor with its caret where `|` stands. */
function open(marked: string) {
  const host = document.body.appendChild(document.createElement("div"));
  const root = host.attachShadow({ mode: "open" });
  const onchange = vi.fn();
  const oncaret = vi.fn();
  const editor = new TemplateEditor({
    root,
    text: marked.replace("|", ""),
    label: "User Mapping, JSON",
    onchange,
    oncaret,
  });
  opened.push(editor);
  editor.setReferences(references);
  const content = root.querySelector<HTMLElement>(".cm-content");
  const view = content && EditorView.findFromDOM(content);
  if (!view || !content) throw new Error("no editor");
  view.dispatch({ selection: { anchor: Math.max(0, marked.indexOf("|")) } });
  const text = () => view.state.doc.toString();
  const press = (key: string, held: KeyboardEventInit = {}) =>
    runScopeHandlers(view, new KeyboardEvent("keydown", { key, ...held }), "editor");
  const type = (typed: string) => {
    for (const one of typed) {
      const { from, to } = view.state.selection.main;
      const handled = view.state
        .facet(EditorView.inputHandler)
        .some((handle) => handle(view, from, to, one, () => view.state.update({ changes: { from, to, insert: one } })));
      if (!handled)
        view.dispatch({ changes: { from, to, insert: one }, selection: { anchor: from + 1 }, userEvent: "input.type" });
    }
  };
  const shown = () =>
    (content.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => root.getElementById(id)?.textContent)
      .join(" ");
  return { editor, view, content, root, text, press, type, shown, onchange, oncaret };
}

const error: Slip = {
  severity: "error",
  place: { line: 2, column: 9, length: 3 },
  message: "The template is not closed: } is missing.",
  remedy: null,
  fix: { label: "Close it", place: { line: 2, column: 12, length: 0 }, text: "}" },
};
const broken = '{\n  "a": "${b|"\n}';

it("is a text box with a name, and says what is wrong and how keys work", () => {
  const { editor, content, shown, text } = open(broken);
  expect([
    content.getAttribute("role"),
    content.getAttribute("aria-multiline"),
    content.getAttribute("aria-label"),
    content.getAttribute("aria-invalid"),
  ]).toEqual(["textbox", "true", "User Mapping, JSON", "false"]);
  expect(shown()).toBe("Tab leaves the text, Control and ] indents.");
  editor.setSlips([error], text());
  expect(content.getAttribute("aria-invalid")).toBe("true");
  expect(shown()).toContain("1 error. Line 2: The template is not closed");
});

it("shows a slip under its line and mends it, wherever it has moved meanwhile", () => {
  const { editor, root, text, view, onchange } = open(broken);
  editor.setSlips([error], text());
  expect(root.querySelector(".slipline--err")?.textContent).toBe('  "a": "${b"');
  expect(root.querySelector(".slipmark--err")?.textContent).toContain("${b");
  expect(root.querySelector(".slip--err")?.textContent).toContain("not closed");
  view.dispatch({ changes: { from: 0, insert: "\n\n" } });
  root.querySelector<HTMLButtonElement>(".slip button")?.click();
  expect(text()).toBe('\n\n{\n  "a": "${b}"\n}');
  expect(onchange).toHaveBeenLastCalledWith(text());
});

it("marks nothing that is about another text", () => {
  const { editor, root } = open(broken);
  editor.setSlips([error], "{}");
  expect(root.querySelector(".slip")).toBeNull();
  editor.setSlips([{ ...error, place: { line: 99, column: 9, length: 40 } }], broken.replace("|", ""));
  expect(root.querySelector(".slip")).not.toBeNull();
});

it("colours templates, closed or not", () => {
  const { root } = open('{ "a": "x ${context.tokenset.a} y", "b": "${open" }');
  expect([...root.querySelectorAll(".v")].map((one) => one.textContent)).toEqual(["${context.tokenset.a}", "${open"]);
  expect(root.querySelector(".k")?.textContent).toBe('"a"');
});

it("closes brackets, in a text too, and offers claims that Tab or Enter takes", async () => {
  const { view, type, text, press } = open("|");
  type('{"a":"${em');
  expect(text()).toBe('{"a":"${em}"}');
  await vi.waitFor(() => expect(currentCompletions(view.state).map(({ label }) => label)).toEqual(["tokenset.email"]));
  expect(press("Tab"), "however soon it is pressed").toBe(true);
  expect(text()).toBe('{"a":"${context.tokenset.email}"}');
  expect(press("Tab"), "nothing is offered: Tab leaves").toBe(false);
  expect(press("Escape")).toBe(false);
});

it("indents by keys that are not Tab, and a new line by itself", () => {
  const { text, press } = open('{|"a": 1}');
  press("Enter");
  expect(text()).toBe('{\n  "a": 1}');
  press("]", { ctrlKey: true });
  expect(text()).toBe('{\n    "a": 1}');
});

it("is laid out anew by a key, with the caret where it was in the text", () => {
  const { text, press, view } = open('{"a":1,"b":|2}');
  press("F", { ctrlKey: true, shiftKey: true, keyCode: 70 });
  expect(text()).toBe('{\n  "a": 1,\n  "b": 2\n}');
  expect(text().slice(view.state.selection.main.head)).toBe("2\n}");
});

it("takes over another text without calling it typed, and undoes it like one that was", () => {
  const { editor, view, text, onchange } = open('{"a": 1}');
  editor.setText("{}");
  expect([text(), onchange.mock.calls.length]).toEqual(["{}", 0]);
  undo(view);
  expect(text()).toBe('{"a": 1}');
  expect(onchange).toHaveBeenLastCalledWith('{"a": 1}');
  redo(view);
  expect(text()).toBe("{}");
});

it("puts the caret where it is told, within the text as it is", () => {
  const { editor, oncaret } = open('{\n  "a": 1\n}');
  editor.go({ line: 2, column: 4 });
  expect(oncaret).toHaveBeenLastCalledWith({ line: 2, column: 4 });
  editor.go({ line: 40, column: 4 });
  expect(oncaret).toHaveBeenLastCalledWith({ line: 3, column: 2 });
});
