// A file or folder is chosen, and planned on the page for that.
import { chooseImport } from "$lib/api";
import { actions } from "$lib/ui/shortcuts";

/** For buttons, menus and the palette. Nothing happens when a person thinks better of it in the system's dialog. */
export function importActs(go: (path: string) => void, failed: (thrown: unknown) => void) {
  const choose = async (folder: boolean) => {
    const file = await chooseImport(folder);
    if (file !== null) go(`/promote?${new URLSearchParams({ file }).toString()}`);
  };
  return [
    {
      id: "import-file",
      label: actions.importFile.label,
      icon: "file-braces",
      run: () => void choose(false).catch(failed),
    },
    {
      id: "import-folder",
      label: actions.importFolder.label,
      icon: "files",
      run: () => void choose(true).catch(failed),
    },
  ];
}
