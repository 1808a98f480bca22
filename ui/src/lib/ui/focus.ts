import { tick } from "svelte";

/** Moves to the first field that is marked invalid, once the marks are on the page. */
export async function focusFirstInvalid(within: ParentNode = document): Promise<void> {
  await tick();
  focusWithRefusal(within.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid=true]"));
}

/** Moves to a control, and brings what is said under it into view with it. */
export function focusWithRefusal(control: HTMLElement | null): void {
  control?.focus();
  control?.closest(".rowf, .field")?.querySelector("[role=alert]")?.scrollIntoView?.({ block: "nearest" });
}
