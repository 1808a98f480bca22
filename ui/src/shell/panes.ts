// F6 goes from pane to pane: sidebar, header, content, the rows of its table, footer.

const ROWS = ".main .table__rows";
const panes = [".sidebar", ".main > .head", ".main > :not(.head, .foot)", ROWS, ".main > .foot", ".toasts"];
const stops =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

/** Moves to the first stop of the next pane that has one, or of the one before. */
export function toNextPane(event: KeyboardEvent): void {
  if (event.key !== "F6" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
    return;
  event.preventDefault();
  const firsts = panes.map(firstStop);
  const here = panes.findLastIndex((pane) => document.activeElement?.closest(pane));
  const step = event.shiftKey ? -1 : 1;
  const start = here < 0 && event.shiftKey ? 0 : here;
  for (let hop = 1; hop <= panes.length; hop += 1) {
    const stop = firsts[(start + step * hop + panes.length * 2) % panes.length];
    if (stop) return stop.focus();
  }
}

function firstStop(pane: string): HTMLElement | undefined {
  const parts = [...document.querySelectorAll(pane)];
  const all = parts.flatMap((part) => [...part.querySelectorAll<HTMLElement>(stops)]).filter(reachable);
  // Into rows one goes by what opens them: their boxes and buttons are beside.
  return pane === ROWS
    ? (all.find((stop) => stop.matches(".rowlink")) ?? all[0])
    : all.find((stop) => !stop.closest(ROWS));
}

function reachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && (element.checkVisibility?.() ?? true);
}
