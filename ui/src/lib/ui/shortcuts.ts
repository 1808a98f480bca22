/** Whether the key goes into a field, or belongs to an open dialog. */
export function typing(event: KeyboardEvent): boolean {
  // The editor of a mapping is behind a shadow root, which an event hides once it has left it.
  const [target] = event.composedPath();
  const field = target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  return Boolean(field) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]") !== null;
}

/** Runs what belongs to the pressed key: "n" stands for Ctrl+N, or Cmd+N on macOS. */
export function shortcut(event: KeyboardEvent, keys: Record<string, () => void>): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented || event.repeat) return;
  const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  // An open dialog has the keyboard to itself.
  if (!run || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  run();
}
