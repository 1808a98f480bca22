import { asProblem, showRequests, type Problem, type RequestsOf, type ShownRequests } from "$lib/api";

const KEY = "lintel.language";

/** The requests of one change as a person looks at them. Secrets are shown for as long as this lives, and never remembered. */
export class Requests {
  shown = $state.raw<ShownRequests | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The call that is looked at. */
  at = $state(0);
  withSecrets = $state(false);

  readonly language = $derived.by(() => {
    const languages = this.shown?.languages ?? [];
    return languages.find(({ label }) => label === this.#label) ?? languages.find(({ label }) => label === "curl");
  });

  readonly program = $derived(this.language?.programs[this.at] ?? "");
  /** Every call, as one text. */
  readonly whole = $derived(this.language?.programs.join("\n") ?? "");

  #label = $state(remembered());
  #asked = 0;

  async load(of: RequestsOf) {
    const asked = ++this.#asked;
    try {
      const shown = await showRequests(of, this.withSecrets);
      if (asked !== this.#asked) return;
      [this.shown, this.problem] = [shown, null];
      this.at = Math.min(this.at, Math.max(0, shown.calls.length - 1));
    } catch (thrown) {
      if (asked === this.#asked) [this.shown, this.problem] = [null, asProblem(thrown)];
    }
  }

  /** What is still answered is not heard. */
  leave() {
    this.#asked++;
  }

  /** Chooses for this computer. */
  speak(label: string) {
    this.#label = label;
    try {
      localStorage.setItem(KEY, label);
    } catch {
      // Without storage it holds until the window closes.
    }
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
