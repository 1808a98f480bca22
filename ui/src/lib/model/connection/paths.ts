import type { MetadataEdit } from "$lib/api";
import { fields } from "$lib/model/fields";
import { draftFields, type DraftField } from "./draft.svelte";

/** The edit in the form that a change at this path comes from: a field, one member of the metadata, or another document in its place. */
export function editAt(
  path: string,
  metadata: Record<string, MetadataEdit>,
  replaced: boolean,
): { field: DraftField; member?: string } | undefined {
  const field = draftFields.find((field) =>
    fields[field].paths.some((place) => path === place || path.startsWith(`${place}/`)),
  );
  if (field !== "metadata" && field !== "document") return field && { field };
  const member = unescaped(path.slice(path.lastIndexOf("/") + 1));
  if (member in metadata) return { field: "metadata", member };
  return replaced ? { field: "document" } : undefined;
}

/** RFC 6901. */
function unescaped(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
