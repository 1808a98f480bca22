/** Arrow keys, Home and End inside a group with one tab stop: focuses the next member and says which it is. */
export function roving(
  event: KeyboardEvent & { currentTarget: HTMLElement },
  selector: string,
  moved: (index: number) => void,
) {
  const members = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = members.indexOf(document.activeElement as HTMLElement);
  const last = members.length - 1;
  const to =
    event.key === "ArrowRight" || event.key === "ArrowDown"
      ? at === last
        ? 0
        : at + 1
      : event.key === "ArrowLeft" || event.key === "ArrowUp"
        ? at <= 0
          ? last
          : at - 1
        : event.key === "Home"
          ? 0
          : event.key === "End"
            ? last
            : -1;
  if (to < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  members[to]?.focus();
  moved(to);
}
