export type Theme = "light" | "dark" | "system";

const KEY = "lintel.theme";

/** The system decides between light and dark, unless the address or this computer's setting says otherwise. */
export function applyTheme(): void {
  show(new URLSearchParams(location.search).get("theme") ?? stored());
}

/** Chooses for this computer. */
export function chooseTheme(theme: Theme): void {
  show(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage it holds until the window closes.
  }
}

function show(theme: string | null) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
