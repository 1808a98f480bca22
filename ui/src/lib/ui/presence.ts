import { onDestroy } from "svelte";

/** Tells whether the part that asks for it is still on the page: an answer that comes later leads nowhere. */
export function presence(): () => boolean {
  let here = true;
  onDestroy(() => (here = false));
  return () => here;
}
