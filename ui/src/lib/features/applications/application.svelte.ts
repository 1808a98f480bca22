import { application, asProblem, saveApplication, switchApplications, type ApplicationView, type Problem } from "$lib/api";

export type ApplicationField = "name" | "callbacks" | "app_type";

/** One application: its connections, and what is edited of it. */
export class Application {
  view = $state.raw<ApplicationView | null>(null);
  problem = $state.raw<Problem | null>(null);
  search = $state("");
  name = $state("");
  /** One in each line. */
  callbacks = $state("");
  busy = $state(false);
  saved = $state(false);

  readonly enabled = $derived((this.view?.connections ?? []).filter((one) => one.enabled).length);
  readonly found = $derived(this.#found());
  readonly dirty = $derived(this.view !== null && (this.name !== this.view.form.name || lines(this.callbacks).join("\n") !== this.view.form.callbacks.join("\n")));

  readonly #clientId: string;

  constructor(clientId: string) {
    this.#clientId = clientId;
  }

  problemOf(field: ApplicationField): Problem | undefined {
    return this.problem?.field === field ? this.problem : undefined;
  }

  async load() {
    await this.#run(async () => this.#adopt(await application(this.#clientId)));
  }

  /** Whether it is saved. */
  async save(): Promise<boolean> {
    if (this.busy || !this.dirty) return !this.dirty;
    await this.#run(async () => {
      this.#adopt(await saveApplication(this.#clientId, { name: this.name, callbacks: lines(this.callbacks) }));
      this.saved = true;
    });
    return this.problem === null;
  }

  discard() {
    this.problem = null;
    if (this.view) this.#adopt(this.view);
  }

  edited() {
    [this.problem, this.saved] = [null, false];
  }

  /** Shows the switch turned at once, and turns it back if the tenant refuses. */
  async enable(connection: string, enabled: boolean) {
    this.problem = null;
    this.#show(connection, enabled);
    try {
      const { refused } = await switchApplications(connection, [this.#clientId], enabled);
      this.problem = refused[0]?.problem ?? null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    if (this.problem) this.#show(connection, !enabled);
  }

  async #run(call: () => Promise<void>) {
    this.busy = true;
    try {
      await call();
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    this.busy = false;
  }

  #adopt(view: ApplicationView) {
    this.view = view;
    [this.name, this.callbacks, this.saved] = [view.form.name, view.form.callbacks.join("\n"), false];
  }

  #show(connection: string, enabled: boolean) {
    if (this.view) this.view = { ...this.view, connections: this.view.connections.map((one) => (one.id === connection ? { ...one, enabled } : one)) };
  }

  #found() {
    const wanted = this.search.trim().toLowerCase();
    return (this.view?.connections ?? []).filter((one) => [one.name, one.display_name].some((text) => text.toLowerCase().includes(wanted)));
  }
}

export function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
