const KEY = "lintel.course";

/** The lessons that were done on this computer. */
export const done = {
  read(): string[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
    } catch {
      return [];
    }
  },
  write(names: string[]) {
    try {
      localStorage.setItem(KEY, JSON.stringify(names));
    } catch {
      // Without storage they hold until the window closes.
    }
  },
};
