// Where the window is, kept in the address after "#", and who may hold it there.

/** Told where somebody wants to go; answers true to keep the window where it is. `proceed` goes there after all. */
export type Guard = (path: string, proceed: () => void) => boolean;

class Router {
  #location = $state.raw(parse(location.hash));
  #guard: Guard | null = null;

  readonly path = $derived(this.#location.path);
  readonly query = $derived(this.#location.query);

  go(to: string, { replace = false } = {}) {
    if (replace) {
      history.replaceState(null, "", `#${to}`);
      this.#arrived();
    } else location.hash = to;
  }

  /** Asks the guard before each departure; the answer takes it away again. */
  hold(guard: Guard): () => void {
    this.#guard = guard;
    return () => {
      if (this.#guard === guard) this.#guard = null;
    };
  }

  /** Whether the guard holds on to the window, which is about to close; `proceed` closes it. */
  holdsWindow(proceed: () => void): boolean {
    return this.#guard?.("", proceed) ?? false;
  }

  start(): () => void {
    const changed = () => this.#arrived();
    window.addEventListener("hashchange", changed);
    changed();
    return () => window.removeEventListener("hashchange", changed);
  }

  #arrived() {
    const next = parse(location.hash);
    const held = next.path !== this.path && this.#guard?.(next.path, () => this.#leave(next));
    if (held) history.replaceState(null, "", `#${this.#location.full}`);
    else this.#location = next;
  }

  #leave(next: Parsed) {
    this.#guard = null;
    this.go(next.full);
  }
}

export const router = new Router();

/** The parameters of a path that fits a pattern such as "/connections/:id", else null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

type Parsed = { full: string; path: string; query: URLSearchParams };

function parse(hash: string): Parsed {
  const full = hash.replace(/^#/, "") || "/connections";
  const [path = "", query = ""] = full.split("?");
  return { full, path: path.replace(/(.)\/$/, "$1"), query: new URLSearchParams(query) };
}
