/** No menu of the engine's but the one that edits text: the others go back, reload and inspect. */
export function editMenuOnly(event: MouseEvent) {
  // The editor of a mapping is behind a shadow root, which an event hides once it has left it.
  const [target] = event.composedPath();
  const field =
    target instanceof Element &&
    target.closest("input:not([type=checkbox], [type=radio], [type=file]), textarea, [contenteditable=true]");
  const selection = getSelection();
  const selected =
    target instanceof Node && selection?.isCollapsed === false && selection.getRangeAt(0).intersectsNode(target);
  if (!field && !selected) event.preventDefault();
}

/** The engine's keys that load the page anew do nothing: what is not saved would be lost, and nothing gained. */
export function neverReload(event: KeyboardEvent) {
  const held = event.ctrlKey || event.metaKey;
  if (event.key === "F5" || event.key === "BrowserRefresh" || (held && event.key.toLowerCase() === "r"))
    event.preventDefault();
}
