// What the page of a connection offers in the palette.
import type { Command } from "$lib/features/palette/matching";
import { router } from "$lib/router.svelte";
import { actions, keyOf, type ActionName } from "$lib/ui/shortcuts";
import type { ConnectionPage } from "./page.svelte";

export function commandsOf(page: ConnectionPage): Command[] {
  const { open, places, saves, testing } = page;
  const group = open.name;
  const of = (command: Omit<Command, "group" | "words">): Command => ({ group, words: [group], ...command });
  const action = (name: ActionName, icon: string, run: () => void) =>
    of({ id: name, label: actions[name].label, icon, kbd: keyOf(name), run });
  const unsaved = open.draft.dirty && !saves.saving.busy;
  return [
    action("test", "play", () => void testing.start()),
    ...(unsaved
      ? [
          action("save", "check", () => void saves.save()),
          action("review", "git-compare", () => void saves.review()),
          action("request", "code", () => (page.asking = "request")),
          action("discard", "undo-2", saves.discard),
        ]
      : []),
    of({ id: "issuer", label: "Show issuer details", icon: "file-braces", run: () => (places.issuer = {}) }),
    action("enableFor", "app-window", () => places.go("applications")),
    ...page.acts
      .filter(({ disabled }) => !disabled)
      .map(({ id, label, icon, run }) => of({ id, label, run, ...(icon ? { icon } : {}) })),
    ...places.tabs.map(({ id, label, href }, index) =>
      of({
        id: `tab-${id}`,
        label,
        icon: "arrow-right",
        kbd: `Ctrl ${index + 1}`,
        run: () => router.go(href.slice(1)),
      }),
    ),
  ];
}
