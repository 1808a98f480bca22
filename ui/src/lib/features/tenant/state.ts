import type { TenantColour, TenantRow } from "$lib/api";
import { whenShort } from "$lib/ui/time";

/** What keeps a tenant from being worked on, in a word or two; nothing where nothing is known to. */
export function hindrance(row: TenantRow): string | null {
  const { kind, problem, contact } = row;
  if (problem?.code === "credentials-missing") return "Sign in again";
  if (problem?.code === "port-taken") return "Port taken";
  if (problem) return kind === "local" ? "Not running" : "Not open";
  if (row.token_ends !== null && Date.parse(row.token_ends) <= Date.now()) return "Token ended";
  if (contact && !contact.reached) return `Not reached, ${ago(contact.at)}`;
  return null;
}

/** When something last answered, inside a sentence. */
export function ago(at: string): string {
  const when = whenShort(at);
  return when === "Just now" || when.endsWith(" ago") ? when.toLowerCase() : `on ${when}`;
}

/** How long a token lasts still, inside a sentence. */
export function left(ends: string, now: number): string {
  const minutes = Math.floor((Date.parse(ends) - now) / 60_000);
  if (minutes < 0) return "Token ended";
  if (minutes < 1) return "Token ends in less than a minute";
  if (minutes < 120) return `Token ends in ${minutes} min`;
  return `Token ends in ${Math.floor(minutes / 60)} hours`;
}

export const colours: { value: TenantColour | "none"; label: string }[] = [
  { value: "none", label: "Lintel’s own" },
  { value: "blue", label: "Blue" },
  { value: "teal", label: "Teal" },
  { value: "green", label: "Green" },
  { value: "amber", label: "Amber" },
  { value: "violet", label: "Violet" },
  { value: "grey", label: "Grey" },
];
