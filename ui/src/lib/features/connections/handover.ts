import type { ConnectionView } from "$lib/api";
import { rebased } from "$lib/model/edits.svelte";
import { ConnectionDraft, type Values } from "$lib/model/connection/draft.svelte";

let left: { id: string; loaded: Values; now: Values } | null = null;

/** What was typed while a connection was being created waits for its page. */
export function handOver({ id }: ConnectionView, { dirty, loaded, now }: ConnectionDraft) {
  left = dirty ? { id, loaded, now } : null;
}

/** The draft of a connection, with what waits for it. */
export function takeOver(view: ConnectionView): ConnectionDraft {
  const draft = new ConnectionDraft(view);
  if (left?.id === view.id) draft.set(rebased(left.now, left.loaded, draft.loaded));
  left = null;
  return draft;
}
