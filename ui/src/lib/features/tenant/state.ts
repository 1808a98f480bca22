import type { TenantRow } from "$lib/api";
import { whenShort } from "$lib/ui/time";

/** What keeps a tenant from being worked on, in a word or two; nothing where nothing is known to. */
export function hindrance({ kind, problem, contact }: TenantRow): string | null {
  if (problem?.code === "credentials-missing") return "Sign in again";
  if (problem?.code === "port-taken") return "Port taken";
  if (problem) return kind === "local" ? "Not running" : "Not open";
  if (contact && !contact.reached) return `Not reached, ${ago(contact.at)}`;
  return null;
}

/** When something last answered, inside a sentence. */
export function ago(at: string): string {
  const when = whenShort(at);
  return when === "Just now" || when.endsWith(" ago") ? when.toLowerCase() : `on ${when}`;
}
