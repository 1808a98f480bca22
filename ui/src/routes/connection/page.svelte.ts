import { onMount, untrack } from "svelte";
import type { ConnectionView } from "$lib/api";
import { connectionActs } from "$lib/features/connections/acts";
import { Keeping } from "$lib/features/connections/keeping.svelte";
import { gone } from "$lib/features/connections/list.svelte";
import { History } from "$lib/features/history/history.svelte";
import { Restoring, type Restored } from "$lib/features/history/restoring.svelte";
import { Issuer } from "$lib/features/issuer/issuer.svelte";
import { palette } from "$lib/features/palette/palette.svelte";
import { PracticeDesk } from "$lib/features/practice/practice.svelte";
import { ProvisioningRun } from "$lib/features/provisioning/test.svelte";
import { router } from "$lib/router.svelte";
import { focusStart } from "$lib/ui/focus";
import { commandsOf } from "./commands";
import { Gone } from "./gone.svelte";
import { Leaving } from "./leaving.svelte";
import { OpenConnection } from "./open.svelte";
import { Places } from "./places.svelte";
import { Saves } from "./saves.svelte";
import { Testing } from "./testing.svelte";

/** The page of one connection: its subjects, and what one of them means for another. It is made as its component is. */
export class ConnectionPage {
  /** The dialog that is asked for by name. */
  asking = $state<"export" | "promote" | "delete" | "request" | null>(null);

  readonly open: OpenConnection;
  readonly places: Places;
  readonly saves: Saves;
  readonly testing: Testing;
  readonly gone: Gone;
  readonly keeping: Keeping;
  readonly leaving: Leaving;
  readonly issuer: Issuer;
  readonly history: History;
  readonly restoring = new Restoring();
  readonly practice = new PracticeDesk();
  readonly provisioning = new ProvisioningRun();

  readonly acts = $derived(this.#acts());

  /** It is built anew for another connection, so what it starts from never changes; the tab does. */
  constructor(loaded: ConnectionView, tab: () => string) {
    this.open = new OpenConnection(loaded);
    this.places = new Places(this.open, tab);
    this.saves = new Saves(this.open, this.places);
    this.testing = new Testing(this.open, this.places);
    this.gone = new Gone(this.open, this.places, this.saves.saving);
    this.keeping = new Keeping(this.open.draft, loaded.id);
    this.leaving = new Leaving(this.open.draft, this.saves.saving, this.keeping, this.open.scim);
    this.issuer = new Issuer(loaded.id, () => this.open.view.revision);
    this.history = new History(loaded.id);
    onMount(() => this.#begin());
    this.#follow();
  }

  /** Reads the connection, and shows it where nothing is typed over it. */
  look = () => this.gone.look(() => this.saves.saving.busy || this.restoring.busy);

  /** Everything that is typed on the page. */
  save = async () => {
    const { scim } = this.open;
    if (scim.dirty && !(await scim.save())) this.leaving.stay();
    else await this.saves.save();
  };

  restored = ({ view, differs }: Restored) => {
    this.saves.saving.differs = differs;
    this.open.take(view);
  };

  #begin(): () => void {
    const detach = this.testing.attach();
    const silence = this.provisioning.attach();
    this.provisioning.onfinished = () => void this.open.scim.load();
    this.open.checkProvider();
    void focusStart();
    void this.open.count();
    void this.keeping.begin();
    const withdraw = palette.offer(() => commandsOf(this));
    const release = this.leaving.hold((path) => this.places.has(path));
    return () => {
      detach();
      silence();
      withdraw();
      release();
      this.open.check.stop();
      this.open.scim.leave();
      this.saves.leave();
      this.keeping.stop();
    };
  }

  #follow() {
    const { check, draft } = this.open;
    $effect(() => {
      void [draft.now, draft.dirty];
      untrack(() => this.keeping.changed());
    });
    $effect(() => this.leaving.goWhenSaved());

    // Whatever was asked of the connection: that it is gone is the same everywhere.
    const isGone = $derived(this.#problems().some((problem) => problem?.code === gone));
    $effect(() => {
      if (isGone) untrack(this.gone.seen);
    });

    // What differs from live is known from the check of the saved URL; nobody is asked for it again.
    const compared = $derived(
      check.state.kind === "done" && check.state.input === this.open.view.form.discovery_url
        ? this.open.view.revision
        : null,
    );
    $effect(() => {
      if (compared !== null) untrack(() => void this.issuer.load(false));
    });
  }

  #problems() {
    return [
      this.saves.saving.refusal,
      this.testing.run.problem,
      this.open.applications.problem,
      this.restoring.problem,
    ];
  }

  #acts() {
    const { id } = this.open;
    return connectionActs(
      { id },
      {
        duplicate: () => router.go(`/connections/new/${id}`),
        export: () => (this.asking = "export"),
        promote: () => (this.asking = "promote"),
        delete: () => (this.asking = "delete"),
      },
    );
  }
}
