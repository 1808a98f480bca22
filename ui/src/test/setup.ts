import { cleanup } from "@testing-library/svelte";
import { fake } from "$lib/api/fake";
import { forgetChoices } from "$lib/features/trial/through.svelte";
import { afterEach, beforeEach, expect } from "vitest";

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};

// Nor does it open popovers, which its style sheet hides.
HTMLElement.prototype.showPopover ??= function (this: HTMLElement) {
  this.style.display = "block";
};

// Nor does it escape a name for a selector, by which the tests walk through radios.
globalThis.CSS ??= { escape: (name: string) => name.replace(/[^\w-]/g, "\\$&") } as typeof CSS;

// Nor does it lay anything out, which CodeMirror asks about.
Range.prototype.getClientRects ??= () => Object.assign([], { item: () => null }) as unknown as DOMRectList;
document.execCommand ??= () => false;

// Nor does it draw.
HTMLCanvasElement.prototype.getContext = () => null;

beforeEach(() => {
  fake.reset();
  forgetChoices();
});
afterEach(() => {
  const shown = document.body.textContent;
  cleanup();
  // A value that has no words of its own stands in no sentence.
  expect(shown).not.toMatch(/\[object |\bundefined\b|\bNaN\b/);
});
