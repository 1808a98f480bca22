// Where the window is, kept in the address after "#", and who may hold it there.

/** Told where somebody wants to go, null to quit; answers true to keep the window where it is. `proceed` goes there after all. */
export type Guard = (path: string | null, proceed: () => void) => boolean;

/** A departure that is held: whether it ends the program, and how to go after all. */
export type Departure = { quits: boolean; proceed: () => void };

class Router {
  #location = $state.raw(parse(location.hash));
  /** Which entry of the history is shown: each knows its number. */
  #entry = 0;
  #guard: Guard | null = null;

  readonly path = $derived(this.#location.path);
  readonly query = $derived(this.#location.query);

  go(to: string, { replace = false } = {}) {
    const next = parse(`#${to}`);
    if (next.full === this.#location.full) return;
    const show = () => {
      if (replace) history.replaceState({ entry: this.#entry }, "", `#${next.full}`);
      else history.pushState({ entry: this.#entry + 1 }, "", `#${next.full}`);
      this.#arrived();
    };
    if (!this.#held(next.path, show)) show();
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
    return this.#guard?.(null, proceed) ?? false;
  }

  start(): () => void {
    const moved = () => this.#moved();
    window.addEventListener("hashchange", moved);
    history.replaceState({ entry: numberOf(history.state) ?? 0 }, "");
    this.#arrived();
    return () => window.removeEventListener("hashchange", moved);
  }

  /** By a link, by hand, or Back or Forward in the history: the window is there already. */
  #moved() {
    const next = parse(location.hash);
    const entry = numberOf(history.state) ?? this.#entry + 1;
    history.replaceState({ entry }, "");
    const by = entry - this.#entry;
    // Back to where it was, so that the history keeps both.
    if (by !== 0 && this.#held(next.path, () => history.go(by))) history.go(-by);
    else this.#arrived();
  }

  #arrived() {
    this.#location = parse(location.hash);
    this.#entry = numberOf(history.state) ?? 0;
  }

  #held(path: string, go: () => void): boolean {
    const proceed = () => {
      this.#guard = null;
      go();
    };
    return path !== this.path && (this.#guard?.(path, proceed) ?? false);
  }
}

export const router = new Router();

/** The parameters of a path that fits a pattern such as "/connections/:id", else null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decoded(given[index] ?? "");
    if (part.startsWith(":") && value) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

/** Nothing where a "%" stands for nothing. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

type Parsed = { full: string; path: string; query: URLSearchParams };

function parse(hash: string): Parsed {
  const full = hash.replace(/^#/, "") || "/connections";
  const [path = "", query = ""] = full.split("?");
  return { full, path: path.replace(/(.)\/$/, "$1"), query: new URLSearchParams(query) };
}

function numberOf(state: unknown): number | null {
  const entry = typeof state === "object" && state !== null && "entry" in state ? state.entry : null;
  return typeof entry === "number" ? entry : null;
}
