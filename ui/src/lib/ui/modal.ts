import { on } from "svelte/events";

/**
 * Opens a dialog over the page: `first` has the focus in it, Esc asks `close`, and what had the focus before has it again afterwards.
 */
export function modal(close: () => void, first: (dialog: HTMLDialogElement) => HTMLElement | null) {
  return (dialog: HTMLDialogElement) => {
    const focused = document.activeElement;
    const asked = (event: Event) => {
      event.preventDefault();
      close();
    };
    // The engine asks too, but never from a search field, which keeps the key to itself.
    const stop = [
      on(
        dialog,
        "keydown",
        (event) => event.key === "Escape" && !event.isComposing && !event.defaultPrevented && asked(event),
      ),
      on(dialog, "cancel", (event) => event.target === dialog && asked(event)),
    ];
    dialog.showModal();
    const start = first(dialog);
    start?.focus();
    // What stands there already is there to be written over.
    if (start instanceof HTMLInputElement) start.select();
    return () => {
      stop.forEach((off) => off());
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
    };
  };
}

/** What is typed or decided next, or else the button that loses nothing: a deletion begins on the one that keeps. */
export function nextToDo(dialog: HTMLDialogElement): HTMLElement | null {
  const wanted = [
    ".sheet__body :is(input:not([type=checkbox], [type=radio], [type=file], [readonly], :disabled), textarea:not([readonly], :disabled))",
    "[type=radio]:checked",
    "[type=radio]:enabled",
    ".sheet__foot .btn--primary:not(:disabled)",
    ".sheet__foot .btn:not(:disabled)",
  ];
  for (const selector of wanted) {
    const found = dialog.querySelector<HTMLElement>(selector);
    if (found) return found;
  }
  return null;
}
