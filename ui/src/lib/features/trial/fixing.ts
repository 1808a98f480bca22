import type { Fix } from "$lib/api";
import type { Values } from "$lib/model/connection/draft.svelte";

/** What can be done about a finding whose remedy is a change of the connection. */
export type Fixing = {
  /** Puts it into the form, where it stands as any change. */
  use: (fix: Fix) => void;
  /** Saves it alone and tests; absent of a connection that is not created yet. */
  save?: (fix: Fix) => void;
  busy?: boolean;
};

/** The values with the change in them. */
export function fixed(values: Values, { change }: Fix): Values {
  if (change.field === "metadata") return { ...values, metadata: { ...values.metadata, ...change.value } };
  return { ...values, [change.field]: change.value };
}
