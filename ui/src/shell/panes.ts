// F6 goes from pane to pane: sidebar, header, content, footer.

const panes = [".sidebar", ".main > .head", ".main > :not(.head, .foot)", ".main > .foot", ".toasts"];
const stops = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

/** Moves to the first stop of the next pane that has one, or of the one before. */
export function toNextPane(event: KeyboardEvent): void {
  if (event.key !== "F6" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const firsts = panes.map(firstStop);
  const here = panes.findIndex((pane) => document.activeElement?.closest(pane));
  const step = event.shiftKey ? -1 : 1;
  const start = here < 0 && event.shiftKey ? 0 : here;
  for (let hop = 1; hop <= panes.length; hop += 1) {
    const stop = firsts[(start + step * hop + panes.length * 2) % panes.length];
    if (stop) return stop.focus();
  }
}

function firstStop(pane: string): HTMLElement | undefined {
  return [...document.querySelectorAll(pane)].flatMap((part) => [...part.querySelectorAll<HTMLElement>(stops)]).find(reachable);
}

function reachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && (element.checkVisibility?.() ?? true);
}
