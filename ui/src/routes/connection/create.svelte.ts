import { onMount, tick, untrack } from "svelte";
import { asProblem, type Fix, type OtherTenant, type Problem } from "$lib/api";
import { duplicateOf, type Duplicate } from "$lib/features/connections/duplicate";
import { handOver } from "$lib/features/connections/handover";
import { Keeping } from "$lib/features/connections/keeping.svelte";
import { connectionList } from "$lib/features/connections/list.svelte";
import { NameCheck } from "$lib/features/connections/nameCheck.svelte";
import { nextSteps } from "$lib/features/connections/nextSteps.svelte";
import { Saving } from "$lib/features/connections/saving.svelte";
import { DiscoveryCheck } from "$lib/features/discovery/check.svelte";
import { palette } from "$lib/features/palette/palette.svelte";
import { PracticeDesk } from "$lib/features/practice/practice.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { fixed } from "$lib/features/trial/fixing";
import { PreflightRun } from "$lib/features/trial/preflight.svelte";
import { TrialRun } from "$lib/features/trial/run.svelte";
import { ConnectionDraft, type Correction, type Values } from "$lib/model/connection/draft.svelte";
import { controlOf } from "$lib/model/connection/rooms";
import { router } from "$lib/router.svelte";
import { focusFirstInvalid, focusWithRefusal } from "$lib/ui/focus";
import { presence } from "$lib/ui/presence";
import { actions, keyOf } from "$lib/ui/shortcuts";
import { Leaving } from "./leaving.svelte";

/** The page on which a connection is created. It is made as its component is. */
export class CreatePage {
  readonly draft = new ConnectionDraft();
  readonly check = new DiscoveryCheck();
  readonly names = new NameCheck();
  readonly saving = new Saving();
  readonly run = new TrialRun();
  readonly preflight = new PreflightRun();
  readonly practice = new PracticeDesk();
  readonly keeping = new Keeping(this.draft);
  readonly leaving = new Leaving(this.draft, this.saving, this.keeping);
  readonly #here = presence();

  /** The test is shown in the place of the form. */
  testing = $state(false);
  /** What can be tried before anybody signs in is shown in the place of the form. */
  before = $state(false);
  /** What Create would send is shown. */
  requesting = $state(false);
  /** The connection whose values are taken is being read. */
  duplicating = $state(false);
  duplicate = $state.raw<Duplicate | null>(null);
  notRead = $state.raw<Problem | null>(null);

  /** Of a connection with the values of another, where that one's ID is given. */
  constructor(original: string | null) {
    this.duplicating = original !== null;
    onMount(() => this.#begin(original));
    $effect(() => {
      void [this.draft.now, this.draft.dirty];
      untrack(() => this.keeping.changed());
    });
  }

  create = async () => {
    if (this.saving.busy) return;
    const { name } = this.draft.now;
    const made = await this.saving.create(this.draft, this.run.verdict?.id ?? null);
    if (made) void connectionList.load();
    if (!this.#here())
      toasts.show(made ? `${name} was created` : `${name} was not created: ${this.saving.refusal?.message}`);
    else if (!made) {
      this.names.request(this.draft.now.name);
      await focusFirstInvalid();
    } else if (this.leaving.departure && !this.draft.dirty) this.leaving.departure.proceed();
    else {
      nextSteps.add(made.id);
      handOver(made, this.draft);
      await this.keeping.end();
      router.hold(() => false);
      router.go(`/connections/${made.id}/test`, { replace: true });
    }
  };

  test = () => {
    if (this.run.running) return;
    if (!this.draft.complete(["discovery_url", "client_id", "client_secret"])) {
      this.testing = this.before = false;
      return focusFirstInvalid();
    }
    [this.testing, this.before] = [true, false];
    void this.run.start({ way: "direct", connection_id: null, form: this.draft.form });
  };

  /** Whether the form says enough to be tried before a sign-in. */
  ready = (): boolean => {
    const complete = this.draft.complete(["discovery_url", "client_id"]);
    if (!complete) void focusFirstInvalid();
    return complete;
  };

  /** What would be asked before a sign-in, by the form as it stands. */
  plan = () => this.preflight.plan(null, this.draft.form);

  /** To the form. */
  back = () => {
    if (this.preflight.asking || this.preflight.planning) this.preflight.cancel();
    this.testing = this.before = false;
  };

  /** Puts a change that a finding asks for into the form. */
  use = (fix: Fix) => this.draft.set(fixed(this.draft.now, fix));

  usePractice = (values: { discoveryUrl: string; clientId: string; secret: string }) => {
    const { discoveryUrl: discovery_url, clientId: client_id, secret: client_secret } = values;
    this.#fill({ discovery_url, client_id, client_secret }, "practice");
  };

  federate = (tenant: OtherTenant, client_id: string, client_secret: string) => {
    const channel = client_secret === "" ? "front_channel" : "back_channel";
    this.#fill({ discovery_url: tenant.issuer, client_id, client_secret, channel }, tenant.name);
  };

  /** What stands in the form came from elsewhere: it is asked about at once. */
  filled = () => {
    this.names.request(this.draft.now.name);
    this.check.now(this.draft.now.discovery_url);
  };

  goTo = async ({ field }: Correction) => {
    this.testing = this.before = false;
    await tick();
    focusWithRefusal(controlOf(field));
  };

  #fill(values: Partial<Values>, name: string) {
    this.draft.set(values);
    if (this.draft.now.name === "") {
      this.draft.set({ name });
      this.names.request(name);
    }
    this.check.now(this.draft.now.discovery_url);
  }

  async #fillFrom(id: string) {
    try {
      this.duplicate = await duplicateOf(id);
    } catch (thrown) {
      this.notRead = asProblem(thrown);
    }
    this.duplicating = false;
    if (!this.#here()) return;
    if (this.duplicate) {
      this.draft.set(this.duplicate.values);
      this.filled();
    }
    await tick();
    const name = document.querySelector<HTMLInputElement>("#name");
    name?.focus();
    name?.select();
  }

  #begin(original: string | null): () => void {
    if (original === null) document.getElementById("name")?.focus();
    else void this.#fillFrom(original);
    const ends = [this.run.attach(), this.preflight.attach()];
    void this.keeping.begin();
    const command = { group: "New connection" };
    const withdraw = palette.offer(() => [
      {
        ...command,
        id: "create",
        label: "Create",
        icon: "check",
        kbd: keyOf("confirm"),
        run: () => void this.create(),
      },
      {
        ...command,
        id: "test",
        label: actions.test.label,
        icon: "play",
        kbd: keyOf("test"),
        run: () => void this.test(),
      },
      {
        ...command,
        id: "request",
        label: actions.request.label,
        icon: "code",
        run: () => (this.requesting = true),
      },
    ]);
    const release = this.leaving.hold();
    return () => {
      ends.forEach((end) => end());
      withdraw();
      release();
      this.check.stop();
      this.names.stop();
      this.saving.leave();
      this.keeping.stop();
    };
  }
}
