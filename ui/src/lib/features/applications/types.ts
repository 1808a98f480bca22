const names: Record<string, string> = {
  regular_web: "Regular web",
  spa: "Single page",
  native: "Native",
  non_interactive: "Machine to machine",
};

/** A type of application as people read it. */
export function typeName(type: string | null): string {
  return type === null ? "Not named" : (names[type] ?? type);
}

/** Why no connection can be enabled for an application that is not interactive. */
export const noLogins = "Nobody signs in to a machine-to-machine application, so no connection can be enabled for it.";

export const types = Object.entries(names).map(([value, label]) => ({ value, label }));
