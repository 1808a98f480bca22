import { tick } from "svelte";
import type { JudgeForm, TrialPlace, TrialView, TrialWay } from "$lib/api";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { KeptDesk } from "$lib/features/trial/kept.svelte";
import { PreflightRun } from "$lib/features/trial/preflight.svelte";
import { TrialRun } from "$lib/features/trial/run.svelte";
import { ThroughTenant } from "$lib/features/trial/through.svelte";
import { userCount } from "$lib/features/users/users.svelte";
import type { OpenConnection } from "./open.svelte";
import type { Places } from "./places.svelte";
import { strongest } from "./strongest";

/** The test logins of a connection as it stands in the form, or through the tenant as it is saved. */
export class Testing {
  readonly run = new TrialRun();
  readonly kept = new KeptDesk(this.run);
  readonly preflight = new PreflightRun();
  readonly through: ThroughTenant;

  readonly #open: OpenConnection;
  readonly #places: Places;

  /** What can be tried before anybody signs in is shown. */
  before = $state(false);
  /** Where the browser comes back to is an application's callback: whether one is added is asked. */
  asking = $state(false);

  readonly way: TrialWay = $derived(this.#chosen());
  /** The answer of a direct test goes to the tenant, and is seen in a browser only where the tenant is. */
  readonly inBrowser = $derived(tenantDesk.servedHere || this.way === "through_tenant");
  readonly place: TrialPlace = $derived(this.inBrowser ? this.#placed() : "window");
  readonly note = $derived(this.#note());

  constructor(open: OpenConnection, places: Places) {
    [this.#open, this.#places] = [open, places];
    this.through = new ThroughTenant(open.id, open.view.last_trial);
  }

  /** Follows the program until the answer is called. */
  attach(): () => void {
    const ends = [this.run.attach(), this.preflight.attach()];
    this.run.onfinished = (trial) => this.#finished(trial);
    void this.run.load(this.#open.id);
    return () => ends.forEach((end) => end());
  }

  go = (way: TrialWay | "before") => {
    this.before = way === "before";
    if (way !== "before") this.through.way = way;
  };

  /** What would be asked before a sign-in, by the form as it stands. */
  plan = () => {
    const { draft, id } = this.#open;
    if (!draft.complete(["discovery_url", "client_id", "scope"])) return this.#places.goToInvalid();
    return this.preflight.plan(id, draft.form);
  };

  /** Takes what provider and tenant have in common into the form, as any change. */
  useStrongest = () => {
    const { draft } = this.#open;
    const common = this.preflight.view?.compatibility;
    if (common) draft.set(strongest(common, draft.now));
  };

  /** Goes on in the browser where the sign-in window will not do. */
  continueInBrowser = () => {
    if (!tenantDesk.servedHere) this.through.way = "through_tenant";
    this.through.place = "browser";
    return this.start();
  };

  /** As it was asked: with an address for the browser, or by the tenant's log alone. */
  startIn = (place: TrialPlace) => {
    this.asking = false;
    return this.#start(place);
  };

  /** The same test once more, in the way and place of the one that is shown. */
  again = () => {
    const { view } = this.run;
    if (view) this.through.way = view.way;
    return this.start();
  };

  start = async () => {
    if (this.run.running) return;
    if (this.place === "browser" && !tenantDesk.servedHere) {
      this.#places.go("test");
      this.asking = true;
      return;
    }
    await this.#start(this.place);
  };

  async #start(place: TrialPlace) {
    const { run, through, way } = this;
    if (run.running) return;
    this.kept.leave();
    const { draft, id } = this.#open;
    if (way === "direct" && !draft.complete(["discovery_url", "client_id", "client_secret", "scope"]))
      return this.#places.goToInvalid();
    this.#places.go("test");
    this.before = false;
    if (way === "direct") return run.start({ way, connection_id: id, form: draft.form }, place);
    // What stopped it may have been put right elsewhere.
    if (through.obstacles.length > 0) await through.load();
    if (through.obstacles.length > 0) return goToObstacle();
    await run.start({ way, connection_id: id, application: through.target, organization: through.organization }, place);
    if (!run.problem) return;
    await through.load();
    if (through.obstacles.length > 0) run.problem = null;
  }

  /** Puts the settings that a test was judged by into the form. A leeway is no setting of a connection. */
  use = (form: JudgeForm) => {
    const { draft } = this.#open;
    const { client_id, mapping } = form;
    draft.set({ client_id, mapping, id_token_algs: form.algorithms, back_channel_nonce: form.nonce });
    const judged = this.kept.facts?.judged_by;
    if (judged && judged.issuer !== form.issuer) draft.editMember("issuer", { kind: "set", value: form.issuer });
    this.#places.go("settings");
  };

  /** The connection was enabled for the application of the test. */
  enabled = async () => {
    await this.#open.applications.load();
    this.#open.counted();
  };

  #finished(trial: TrialView) {
    void this.#open.tested();
    if (trial.way === "through_tenant") void userCount.load();
  }

  #chosen(): TrialWay {
    return this.through.way;
  }

  #placed(): TrialPlace {
    return this.through.place;
  }

  #note(): string | undefined {
    if (!this.#open.draft.dirty) return undefined;
    return this.way === "direct" ? "Testing unsaved changes" : "Unsaved changes are left out";
  }
}

/** What stops a test stands above it, with the way to put it right. */
async function goToObstacle() {
  await tick();
  document.querySelector<HTMLElement>(".trial-obstacle :is(button, a)")?.focus();
}
