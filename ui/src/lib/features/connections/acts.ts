// What can be done with one connection, wherever it stands.
import { toasts } from "$lib/features/toasts/toasts.svelte";
import type { MenuItem } from "$lib/ui/Menu.svelte";
import { copy } from "$lib/ui/copy";
import { actions, keyOf } from "$lib/ui/shortcuts";

type Doings = {
  duplicate: () => void;
  export: () => void;
  promote: () => void;
  delete: () => void;
};

export function connectionActs({ id }: { id: string }, doings: Doings): MenuItem[] {
  return [
    { id: "duplicate", label: actions.duplicate.label, icon: "files", run: doings.duplicate },
    { id: "copy-id", label: actions.copyRow.label, icon: "copy", run: () => copyId(id) },
    { id: "export", label: actions.export.label, icon: "download", run: doings.export },
    { id: "promote", label: actions.promote.label, icon: "upload", run: doings.promote },
    { id: "delete", label: actions.delete.label, icon: "trash-2", danger: true, apart: true, run: doings.delete },
  ];
}

/** In a row also what is done on its page. */
export function rowActs(
  row: { id: string; problem: string | null },
  callbackUrl: string | undefined,
  doings: Doings & { open: () => void; test: () => void },
): MenuItem[] {
  const [duplicate, copyId, ...rest] = connectionActs(row, doings) as [MenuItem, MenuItem, ...MenuItem[]];
  const callback: MenuItem[] = callbackUrl
    ? [
        {
          id: "copy-callback",
          label: actions.copyCallback.label,
          icon: "copy",
          run: () => void copied("Callback URL", callbackUrl),
        },
      ]
    : [];
  // Of what cannot be read nothing is tested or copied.
  const unreadable = row.problem !== null;
  return [
    { id: "open", label: actions.open.label, icon: "arrow-right", kbd: keyOf("open"), run: doings.open },
    {
      id: "test",
      label: actions.testRow.label,
      icon: "play",
      kbd: keyOf("testRow"),
      disabled: unreadable,
      run: doings.test,
    },
    { ...duplicate, apart: true, disabled: unreadable },
    { ...copyId, kbd: keyOf("copyRow") },
    ...callback,
    ...rest,
  ];
}

export function copyId(id: string) {
  void copied("Connection ID", id);
}

/** A menu is gone by the time it could say so. */
async function copied(what: string, text: string) {
  toasts.show((await copy(text)) ? `${what} copied` : `${what} could not be copied`);
}
