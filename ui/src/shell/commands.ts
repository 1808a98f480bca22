// What the palette offers on every page.
import type { TenantRow } from "$lib/api";
import type { Command } from "$lib/features/palette/matching";
import { chooseTheme, type Theme } from "./theme";

type Desk = { tenant: { id: string } | null; tenants: TenantRow[] };

const themes: { theme: Theme; label: string; icon: string }[] = [
  { theme: "light", label: "Use the light theme", icon: "sun" },
  { theme: "dark", label: "Use the dark theme", icon: "moon" },
  { theme: "system", label: "Use the system’s theme", icon: "laptop" },
];

export function windowCommands(desk: Desk, go: (path: string) => void): Command[] {
  const view = (id: string, label: string, icon: string, path: string, rest: Partial<Command> = {}): Command => ({ id, group: "Go to", label, icon, run: () => go(path), ...rest });
  return [
    view("connections", "Connections", "cable", "/connections", { words: "list all" }),
    view("new", "New connection", "plus", "/connections/new", { group: "Actions", kbd: "Ctrl N", words: "create add" }),
    view("connect", "Connect an Auth0 tenant", "plus", "/tenants/connect", { group: "Actions", words: "add credentials" }),
    view("tenants", "Tenants", "settings", "/tenants", { words: "manage" }),
    ...desk.tenants.filter(({ id }) => id !== desk.tenant?.id).map(({ id, name, kind, place }) => view(`tenant-${id}`, `Switch to ${name}`, kind === "local" ? "laptop" : "cloud", `/tenants/${id}/open`, { group: "Tenants", words: `tenant ${place}` })),
    ...themes.map(({ theme, label, icon }): Command => ({ id: `theme-${theme}`, group: "Appearance", label, icon, words: "colours mode", run: () => chooseTheme(theme) })),
  ];
}
