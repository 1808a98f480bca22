import { afterEach, expect, it } from "vitest";
import { keepInPlace } from "./drops";

afterEach(() => document.body.replaceChildren());

it.each([
  ["main", true],
  ["a", true],
  ["input", false],
  ["textarea", false],
])("what is dropped on <%s> is kept from being opened: %s", (name, kept) => {
  keepInPlace(document);
  const target = document.body.appendChild(document.createElement(name));
  for (const kind of ["dragover", "drop"]) {
    const event = new Event(kind, { bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(kept);
  }
});
