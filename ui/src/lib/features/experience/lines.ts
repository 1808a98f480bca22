import type { ApplicationRoute, EmailRoute, EmailRoutes } from "$lib/api";
import { sentenceList } from "$lib/ui/text";

/** Where an address leads, for applications for which it leads to the same place. */
export type RouteLine = { for: string; route: EmailRoute };

/** One line for any application, then one for each group of applications for which it is not the same. */
export function lines(routes: EmailRoutes): RouteLine[] {
  const any = JSON.stringify(routes.any);
  const groups = new Map<string, ApplicationRoute[]>();
  for (const one of routes.applications) {
    const route = JSON.stringify(one.route);
    if (route !== any) groups.set(route, [...(groups.get(route) ?? []), one]);
  }
  const others = [...groups.values()].flatMap((group) =>
    group[0] ? [{ for: named(group), route: group[0].route }] : [],
  );
  return [{ for: "Any application", route: routes.any }, ...others];
}

function named(group: ApplicationRoute[]): string {
  const names = group.map(({ application }) => application);
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : sentenceList(names);
}
