import { cleanup } from "@testing-library/svelte";
import { fake } from "$lib/api/fake";
import { forgetChoices } from "$lib/features/trial/through.svelte";
import { afterEach, beforeEach } from "vitest";

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};

// Nor does it lay anything out, which CodeMirror asks about.
Range.prototype.getClientRects ??= () => Object.assign([], { item: () => null }) as unknown as DOMRectList;
document.execCommand ??= () => false;

// Nor does it draw.
HTMLCanvasElement.prototype.getContext = () => null;

beforeEach(() => {
  fake.reset();
  forgetChoices();
});
afterEach(() => cleanup());
