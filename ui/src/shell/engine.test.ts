import App from "../App.svelte";
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";

afterEach(() => getSelection()?.removeAllRanges());

/** Whether the engine would do what it does of its own. */
const menuAt = (place: Element) => fireEvent.contextMenu(place);

it("shows no menu of the engine's on a page", async () => {
  render(App);
  expect(await menuAt(await screen.findByRole("main"))).toBe(false);
  expect(await menuAt(await screen.findByRole("button", { name: /^Tenant:/ }))).toBe(false);
});

it("leaves the menu that edits to fields, to an editor behind a shadow root, and to selected text", async () => {
  render(App);
  expect(await menuAt(await screen.findByRole("searchbox"))).toBe(true);

  const host = document.body.appendChild(document.createElement("div"));
  const line = host.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
  line.setAttribute("contenteditable", "true");
  expect(
    await fireEvent(line, new MouseEvent("contextmenu", { bubbles: true, cancelable: true, composed: true })),
  ).toBe(true);
  host.remove();

  const title = screen.getByRole("heading", { level: 1 });
  getSelection()?.selectAllChildren(title);
  expect(await menuAt(title)).toBe(true);
  expect(await menuAt(screen.getByRole("button", { name: /^Tenant:/ }))).toBe(false);
});

it.each([
  { key: "F5" },
  { key: "F5", ctrlKey: true },
  { key: "r", ctrlKey: true },
  { key: "R", ctrlKey: true, shiftKey: true },
  { key: "r", metaKey: true },
])("does not load the page anew: %o", async (pressed) => {
  render(App);
  expect(await fireEvent.keyDown(await screen.findByRole("searchbox"), pressed)).toBe(false);
});

it("leaves other keys alone", async () => {
  render(App);
  expect(await fireEvent.keyDown(await screen.findByRole("searchbox"), { key: "r" })).toBe(true);
});
