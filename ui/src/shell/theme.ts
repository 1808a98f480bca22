/** The system decides between light and dark, unless the address or this computer's setting says otherwise. */
export function applyTheme(): void {
  const theme = new URLSearchParams(location.search).get("theme") ?? stored();
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

function stored(): string | null {
  try {
    return localStorage.getItem("lintel.theme");
  } catch {
    return null;
  }
}
