import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";

/** Asks before the window closes: `held` answers true to keep it open, and may call `close` later on. */
export function onWindowClosing(held: (close: () => void) => boolean): () => void {
  // A page in a browser has no window to hold.
  if (!("__TAURI_INTERNALS__" in globalThis)) return () => undefined;
  const window = getCurrentWindow();
  const listening = window.onCloseRequested((event) => {
    if (held(() => void window.destroy())) event.preventDefault();
  });
  return () => void listening.then((stop) => stop());
}

/** Draws the pages so many times as large. */
export function setZoom(factor: number) {
  // A browser has a zoom of its own.
  if ("__TAURI_INTERNALS__" in globalThis) void getCurrentWebview().setZoom(factor);
}
