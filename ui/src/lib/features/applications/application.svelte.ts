import {
  application,
  asProblem,
  saveApplication,
  switchApplications,
  type ApplicationForm,
  type ApplicationView,
  type Problem,
} from "$lib/api";
import { Edits, same } from "$lib/model/edits.svelte";

/** What stands in the form; of the callbacks one in each line. */
type Values = { name: string; callbacks: string };

/** One application: its connections, and what is edited of it. */
export class Application {
  view = $state.raw<ApplicationView | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");
  busy = $state(false);
  saved = $state(false);

  readonly enabled = $derived((this.view?.connections ?? []).filter((one) => one.enabled).length);
  readonly found = $derived(this.#found());
  readonly edits = new Edits<Values>({ name: "", callbacks: "" });
  readonly changed = $derived(differing(formOf(this.edits.now), formOf(this.edits.loaded)));
  readonly dirty = $derived(this.changed.length > 0);

  readonly #clientId: string;
  #switching: string[] = [];

  constructor(clientId: string) {
    this.#clientId = clientId;
  }

  problemOf(field: keyof Values): Problem | undefined {
    return this.problem?.field === field ? this.problem : undefined;
  }

  async load() {
    await this.#ask(() => application(this.#clientId));
  }

  /** Whether something was saved. What is typed meanwhile stays in the form. */
  async save(): Promise<boolean> {
    if (this.busy || !this.dirty) return false;
    const sent = this.edits.now;
    return (this.saved = await this.#ask(() => saveApplication(this.#clientId, formOf(sent)), sent));
  }

  /** What would be saved. */
  get form(): ApplicationForm {
    return formOf(this.edits.now);
  }

  discard() {
    this.#edited();
    this.edits.discard();
  }

  set(part: Partial<Values>) {
    this.#edited();
    this.edits.set(part);
  }

  #edited() {
    [this.problem, this.saved] = [null, false];
  }

  /** Shows the switch turned at once, and turns it back if the tenant refuses. */
  async enable(connection: string, enabled: boolean) {
    if (this.#switching.includes(connection)) return;
    this.#switching.push(connection);
    this.problem = null;
    this.#show(connection, enabled);
    const refusal = await switchApplications(connection, [this.#clientId], enabled).then(
      ({ refused }) => refused[0]?.problem,
      asProblem,
    );
    if (refusal) this.problem = refusal;
    this.#show(connection, refusal ? !enabled : enabled);
    this.#switching = this.#switching.filter((id) => id !== connection);
  }

  /** Whether the tenant answered with the application as it is now. */
  async #ask(call: () => Promise<ApplicationView>, sent: Values = this.edits.now): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    try {
      const view = await call();
      this.view = view;
      this.edits.adopt(valuesOf(view.form), sent);
      return true;
    } catch (thrown) {
      this.problem = about(asProblem(thrown), sent, this.edits.now);
      return false;
    } finally {
      this.busy = false;
    }
  }

  #show(connection: string, enabled: boolean) {
    if (this.view)
      this.view = {
        ...this.view,
        connections: this.view.connections.map((one) => (one.id === connection ? { ...one, enabled } : one)),
      };
  }

  #found() {
    const wanted = this.search.trim().toLowerCase();
    return (this.view?.connections ?? []).filter((one) =>
      [one.name, one.display_name].some((text) => text.toLowerCase().includes(wanted)),
    );
  }
}

/** A problem with what was sent stands at its field for as long as that says so still. */
function about(problem: Problem, sent: Values, now: Values): Problem {
  const { field } = problem;
  const stands = field === "name" || field === "callbacks" ? sent[field] === now[field] : field === null;
  return stands ? problem : { ...problem, field: null };
}

function valuesOf({ name, callbacks }: ApplicationForm): Values {
  return { name, callbacks: callbacks.join("\n") };
}

function formOf({ name, callbacks }: Values): ApplicationForm {
  return { name, callbacks: lines(callbacks) };
}

function differing(now: ApplicationForm, loaded: ApplicationForm): (keyof Values)[] {
  return (["name", "callbacks"] as const).filter((field) => !same(now[field], loaded[field]));
}

export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
