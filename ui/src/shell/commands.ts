// What the palette offers on every page, and what it finds on the tenant.
import type { ConnectionRow, TenantApplication, TenantRow } from "$lib/api";
import type { Command } from "$lib/features/palette/matching";
import { importActs } from "$lib/features/transfer/importing";
import { actions, keyOf, type ActionName } from "$lib/ui/shortcuts";
import { chooseTheme, type Theme } from "./theme";
import { zoom } from "./zoom";

type Desk = { tenant: { id: string } | null; tenants: TenantRow[] };
type Go = (path: string) => void;

const themes: { theme: Theme; label: string; icon: string }[] = [
  { theme: "light", label: "Use the light theme", icon: "sun" },
  { theme: "dark", label: "Use the dark theme", icon: "moon" },
  { theme: "system", label: "Use the system’s theme", icon: "laptop" },
];

export function windowCommands(
  desk: Desk,
  go: Go,
  showShortcuts: () => void,
  failed: (thrown: unknown) => void,
): Command[] {
  const page = (label: string, icon: string, path: string, words: string[]): Command => ({
    id: `page-${path}`,
    group: "Go to",
    label,
    icon,
    words,
    run: () => go(path),
  });
  const action = (name: ActionName, icon: string, run: () => void, words: string[], group = "Actions"): Command => ({
    id: name,
    group,
    label: actions[name].label,
    icon,
    kbd: keyOf(name),
    words,
    run,
  });
  const others = desk.tenants.filter(({ id }) => id !== desk.tenant?.id);
  return [
    page("Connections", "cable", "/connections", ["list all"]),
    page("Applications", "app-window", "/applications", ["clients list all"]),
    page("Users", "users", "/users", ["people list all"]),
    page("Activity", "scroll-text", "/activity", ["log provisioning scim requests"]),
    page("Practise", "flask", "/practise", ["course lessons learn failed logins dials practice provider"]),
    page("Promote", "upload", "/promote", ["bring connections from another tenant file transfer import"]),
    page("Tenants", "settings", "/tenants", ["manage"]),
    action("newConnection", "plus", () => go("/connections/new"), ["create add"]),
    ...importActs(go, failed).map((act): Command => ({
      ...act,
      group: "Actions",
      words: ["open file promote transfer"],
    })),
    action("connectTenant", "plus", () => go("/tenants/connect"), ["add credentials"]),
    action("shortcuts", "keyboard", showShortcuts, ["keys help"]),
    ...others.map(({ id, name, kind, place }): Command => ({
      id: `tenant-${id}`,
      group: "Tenants",
      label: `Switch to ${name}`,
      names: [name],
      icon: kind === "local" ? "laptop" : "cloud",
      words: ["tenant", place],
      run: () => go(`/tenants/${id}/open`),
    })),
    ...themes.map(({ theme, label, icon }): Command => ({
      id: `theme-${theme}`,
      group: "Appearance",
      label,
      icon,
      words: ["colours mode"],
      run: () => chooseTheme(theme),
    })),
    action("zoomIn", "plus", zoom.in, ["zoom bigger text size"], "Appearance"),
    action("zoomOut", "minus", zoom.out, ["zoom text size"], "Appearance"),
    action("zoomReset", "undo-2", zoom.reset, ["zoom text"], "Appearance"),
  ];
}

export function connectionThings(rows: ConnectionRow[], go: Go): Command[] {
  return rows.map(({ id, name, display_name, issuer_host, domains }) => ({
    id: `connection-${id}`,
    group: "Connections",
    label: name,
    names: [display_name],
    hint: issuer_host ?? "No issuer known",
    words: [...domains, id],
    run: () => go(`/connections/${id}/settings`),
  }));
}

export function applicationThings(rows: TenantApplication[], go: Go): Command[] {
  return rows.map(({ client_id, name }) => ({
    id: `application-${client_id}`,
    group: "Applications",
    label: name,
    hint: client_id,
    run: () => go(`/applications/${encodeURIComponent(client_id)}`),
  }));
}
