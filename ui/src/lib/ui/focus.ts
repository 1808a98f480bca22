import { tick } from "svelte";

/** Moves to the first field that is marked invalid, once the marks are on the page. */
export async function focusFirstInvalid(within: ParentNode = document): Promise<void> {
  await tick();
  focusWithRefusal(within.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid=true]"));
}

/** Moves to a control, and brings what is said under it into view with it; where both do not fit, what is said. */
export function focusWithRefusal(control: HTMLElement | null): void {
  control?.focus({ preventScroll: true });
  const row = control?.closest(".rowf, .field") ?? control;
  for (const part of [row, row?.querySelector("[role=alert]")]) part?.scrollIntoView?.({ block: "nearest" });
}
