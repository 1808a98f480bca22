/** Runs what belongs to the pressed key: "n" stands for Ctrl+N, or Cmd+N on macOS. */
export function shortcut(event: KeyboardEvent, keys: Record<string, () => void>): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented || event.repeat) return;
  const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  // An open dialog has the keyboard to itself.
  if (!run || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  run();
}
