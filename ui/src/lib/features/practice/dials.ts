import type { DialView } from "$lib/api";

export type DialGroup<T extends DialView> = { title: string; dials: T[] };

/** The dials that a typed text finds, by their groups in the order they come. */
export function grouped<T extends DialView>(dials: T[], typed: string): DialGroup<T>[] {
  const wanted = typed.trim().toLowerCase();
  const groups: DialGroup<T>[] = [];
  for (const dial of dials) {
    const text = `${dial.name} ${dial.title} ${dial.description} ${dial.group}`.toLowerCase();
    if (!text.includes(wanted)) continue;
    const last = groups.at(-1);
    if (last?.title === dial.group) last.dials.push(dial);
    else groups.push({ title: dial.group, dials: [dial] });
  }
  return groups;
}
