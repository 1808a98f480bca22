// What a person can do by name or by key, named once: for buttons, menus, the palette and the list of shortcuts.

type Action = {
  label: string;
  /** As they are shown, the first beside the name. */ keys: readonly string[];
  where?: Where;
};
type Where = "Everywhere" | "In a list" | "On a connection" | "In a form";

const named = {
  palette: { label: "Search and commands", keys: ["Ctrl K"], where: "Everywhere" },
  find: { label: "Search this page", keys: ["/", "Ctrl F"], where: "Everywhere" },
  newConnection: { label: "New connection", keys: ["Ctrl N"], where: "Everywhere" },
  nextPane: { label: "Next part of the window", keys: ["F6"], where: "Everywhere" },
  close: { label: "Close, or clear the search", keys: ["Esc"], where: "Everywhere" },
  zoomIn: { label: "Larger", keys: ["Ctrl +"], where: "Everywhere" },
  zoomOut: { label: "Smaller", keys: ["Ctrl −"], where: "Everywhere" },
  zoomReset: { label: "Normal size", keys: ["Ctrl 0"], where: "Everywhere" },
  shortcuts: { label: "Keyboard shortcuts", keys: ["?", "Ctrl ,"], where: "Everywhere" },

  toRows: { label: "From the search to the rows", keys: ["↓", "↵"], where: "In a list" },
  rows: { label: "Row by row", keys: ["↑", "↓"], where: "In a list" },
  pages: { label: "A page of rows", keys: ["Page up", "Page down"], where: "In a list" },
  ends: { label: "First and last row", keys: ["Home", "End"], where: "In a list" },
  open: { label: "Open", keys: ["↵"], where: "In a list" },
  select: { label: "Select", keys: ["Space"], where: "In a list" },
  testRow: { label: "Test login", keys: ["T"], where: "In a list" },
  copyRow: { label: "Copy connection ID", keys: ["C"], where: "In a list" },
  rowMenu: { label: "Menu of the row", keys: ["Shift F10", "Menu"], where: "In a list" },

  test: { label: "Test login", keys: ["Ctrl T"], where: "On a connection" },
  save: { label: "Save Changes", keys: ["Ctrl S"], where: "On a connection" },
  tabs: { label: "Settings to History", keys: ["Ctrl 1", "Ctrl 7"], where: "On a connection" },

  confirm: { label: "Create, connect", keys: ["Ctrl ↵"], where: "In a form" },

  asCommand: { label: "As command", keys: [] },
  copyCallback: { label: "Copy callback URL", keys: [] },
  delete: { label: "Delete…", keys: [] },
  discard: { label: "Discard", keys: [] },
  duplicate: { label: "Duplicate", keys: [] },
  enableFor: { label: "Enable for…", keys: [] },
  disableFor: { label: "Disable for…", keys: [] },
  export: { label: "Export…", keys: [] },
  hideButton: { label: "Hide button", keys: [] },
  importFile: { label: "Import a file…", keys: [] },
  importFolder: { label: "Import a folder…", keys: [] },
  newApplication: { label: "New application", keys: [] },
  newTenant: { label: "New local tenant", keys: [] },
  connectTenant: { label: "Connect an Auth0 tenant", keys: [] },
  promote: { label: "Promote to…", keys: [] },
  refresh: { label: "Refresh", keys: [] },
  request: { label: "Show as request", keys: [] },
  review: { label: "Review changes", keys: [] },
  showButton: { label: "Show as button", keys: [] },
} satisfies Record<string, Action>;

export type ActionName = keyof typeof named;
export const actions: Record<ActionName, Action> = named;

/** Those with a key, by where it holds. */
export function shortcutsByPlace(): { where: Where; actions: Action[] }[] {
  const all = Object.values(actions).filter(({ where }) => where);
  return (["Everywhere", "In a list", "On a connection", "In a form"] as const).map((where) => ({
    where,
    actions: all.filter((action) => action.where === where),
  }));
}

/** The key that is shown beside an action. */
export function keyOf(action: ActionName): string | undefined {
  return actions[action].keys[0];
}

/** How `aria-keyshortcuts` writes a key. */
export function spokenKey(keys: string): string {
  return keys.replace("Ctrl ", "Control+").replace("Shift ", "Shift+").replace("↵", "Enter").replace("−", "-");
}

/** Whether the key goes into a field, or belongs to an open dialog. */
function typing(event: KeyboardEvent): boolean {
  // The editor of a mapping is behind a shadow root, which an event hides once it has left it.
  const [target] = event.composedPath();
  const field =
    target instanceof Element &&
    target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  return (
    Boolean(field) ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented ||
    document.querySelector("dialog[open]") !== null
  );
}

/** Runs the action that belongs to the pressed key. Ctrl is Cmd on macOS. */
export function shortcut(event: KeyboardEvent, runs: Partial<Record<ActionName, () => void>>): void {
  if (event.defaultPrevented || event.repeat) return;
  const run = Object.entries(runs).find(([action]) =>
    actions[action as ActionName].keys.some((keys) => pressed(event, keys)),
  )?.[1];
  // An open dialog has the keyboard to itself.
  if (!run || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  run();
}

/** Keyboards have the signs in different places, with Shift and without. */
const alike: Record<string, string> = { "=": "+", _: "−", "-": "−", Enter: "↵" };

function pressed(event: KeyboardEvent, keys: string): boolean {
  const wanted = keys.replace("Ctrl ", "");
  const sign = wanted.length === 1 && !/[\p{L}↵]/u.test(wanted);
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  if (key !== wanted && alike[key] !== wanted) return false;
  if (wanted === keys) return sign && !typing(event);
  return (event.ctrlKey || event.metaKey) && !event.altKey && (sign || !event.shiftKey);
}
