// A file or folder is chosen, and planned on the page for that.
import { chooseImport } from "$lib/api";
import { router } from "$lib/router.svelte";
import { actions } from "$lib/ui/shortcuts";

/** Asks the system's dialog; nothing happens when a person thinks better of it. */
async function importFrom(folder: boolean) {
  const path = await chooseImport(folder);
  if (path !== null) router.go(`/promote?${new URLSearchParams({ file: path }).toString()}`);
}

/** For buttons, menus and the palette. */
export const importActs = (failed: (thrown: unknown) => void) => [
  {
    id: "import-file",
    label: actions.importFile.label,
    icon: "file-braces",
    run: () => void importFrom(false).catch(failed),
  },
  {
    id: "import-folder",
    label: actions.importFolder.label,
    icon: "files",
    run: () => void importFrom(true).catch(failed),
  },
];
