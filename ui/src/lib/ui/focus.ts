import { tick } from "svelte";

/** Moves to the first field that is marked invalid, once the marks are on the page. */
export async function focusFirstInvalid(within: ParentNode = document): Promise<void> {
  await tick();
  within.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid=true]")?.focus();
}
