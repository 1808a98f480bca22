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

/** On a page that came while nothing had the focus: the next thing to do on it, or the tab that is open. */
export async function focusStart(): Promise<void> {
  await tick();
  if (document.activeElement !== document.body) return;
  const start =
    document.querySelector<HTMLElement>(".main .tabpanel .btn--primary:not(:disabled)") ??
    document.querySelector<HTMLElement>(".main [role=tab][aria-selected=true]");
  start?.focus();
}
