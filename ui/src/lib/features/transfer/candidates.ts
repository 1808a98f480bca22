// What can stand in the target for what the source has. The tenant in front is the target.
import { applicationList } from "$lib/features/applications/list.svelte";
import { connectionList } from "$lib/features/connections/list.svelte";

type Choice = { value: string; label: string };

/** The applications that people sign in to, then none of them. */
export const applicationChoices = (): Choice[] => [
  ...(applicationList.rows ?? [])
    .filter(({ interactive }) => interactive)
    .map(({ client_id, name }) => ({ value: client_id, label: name })),
  { value: LEFT_OUT, label: "Leave it out" },
];

export const LEFT_OUT = "-";

/** The connections; and the empty choice, which creates one of that name, where there is none. */
export function connectionsFor(name: string): Choice[] {
  const rows = connectionList.rows ?? [];
  const create = rows.some((row) => row.name === name) ? [] : [{ value: "", label: `Create ${name}` }];
  return [...create, ...rows.map((row) => ({ value: row.id, label: row.name }))];
}
