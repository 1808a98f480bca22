import { checkName, connection, type ConnectionView } from "$lib/api";
import { fields, newConnection } from "$lib/model/fields";
import { draftFields, type Values } from "$lib/model/connection/draft.svelte";

/** What says something of one connection alone. */
const stayBehind = Object.fromEntries(
  draftFields
    .filter((field) => ["kept", "here"].includes(fields[field].elsewhere))
    .map((field) => [field, newConnection[field]]),
) as Partial<Values>;

/** A new connection with the values of another, and what is told of that. */
export type Duplicate = { values: Partial<Values>; title: string; text: string };

export async function duplicateOf(id: string): Promise<Duplicate> {
  const view = await connection(id);
  // Without an answer the field stays empty, and is asked for.
  const name = (await checkName(view.form.name).catch(() => null))?.suggestion ?? "";
  const { form } = view;
  return {
    values: { ...form, ...stayBehind, name, display_name: "", client_secret: "", document: null, metadata: {} },
    title: `The values of ${form.name}`,
    text: `${proofOf(view)} Its display name, its domains and what was changed by hand in its issuer details stay with it. Everything else comes along, the mapping too.`,
  };
}

function proofOf({ form, has_secret }: ConnectionView): string {
  if (form.channel === "back_channel" && form.auth_method === "private_key_jwt")
    return "Keys are not copied: the new connection gets its own, to be registered at the provider.";
  return has_secret ? "The client secret is not copied: type it." : "It has no client secret.";
}
