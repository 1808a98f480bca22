import type { ConnectionView } from "$lib/api";
import { Applications } from "$lib/features/applications/applications.svelte";
import { Organizations } from "$lib/features/organizations/organizations.svelte";
import { takeOver } from "$lib/features/connections/handover";
import { connectionList } from "$lib/features/connections/list.svelte";
import { DiscoveryCheck } from "$lib/features/discovery/check.svelte";
import { Scim } from "$lib/features/provisioning/scim.svelte";
import type { ConnectionDraft } from "$lib/model/connection/draft.svelte";
import { presence } from "$lib/ui/presence";

/** A connection whose page is open: what is saved, and what stands in the form over it. */
export class OpenConnection {
  view: ConnectionView = $state.raw() as ConnectionView;

  readonly id: string;
  readonly base: string;
  readonly draft: ConnectionDraft;
  readonly applications: Applications;
  readonly organizations: Organizations;
  readonly scim: Scim;
  readonly check = new DiscoveryCheck();
  /** Whether its page is still there: an answer that comes later leads nowhere. */
  readonly here = presence();

  readonly enabledFor = $derived(this.#rows().filter((row) => row.enabled));

  constructor(loaded: ConnectionView) {
    this.view = loaded;
    this.id = loaded.id;
    this.base = `/connections/${loaded.id}`;
    this.draft = takeOver(loaded);
    this.applications = new Applications(loaded.id);
    this.organizations = new Organizations(loaded.id);
    this.scim = new Scim(loaded.id);
  }

  get name(): string {
    return this.view.form.name;
  }

  /** What the tenant holds now, where the draft knows it already. */
  show(now: ConnectionView) {
    // A change of settings enables it nowhere.
    this.view = { ...now, enabled_applications: now.enabled_applications ?? this.view.enabled_applications };
    if (this.here()) this.checkProvider();
    void connectionList.reload(this.id, now.revision);
  }

  /** What the tenant holds now, under what is typed. */
  take(now: ConnectionView) {
    this.draft.take(now);
    this.show(now);
  }

  checkProvider() {
    this.check.now(this.draft.now.discovery_url);
  }

  /** Reads the applications, and counts those of the connection where nobody did. */
  async count() {
    await this.applications.load();
    if (this.applications.rows && this.view.enabled_applications === null) this.counted();
  }

  /** Applications were switched. */
  counted() {
    this.view = { ...this.view, enabled_applications: this.applications.enabled };
    connectionList.counts.set(this.id, this.applications.enabled);
  }

  /** What the tests say of the connection as it is saved. */
  async tested() {
    const row = await connectionList.reload(this.id, this.view.revision);
    if (row) this.view = { ...this.view, last_trial: row.last_trial };
  }

  #rows() {
    return this.applications.rows ?? [];
  }
}
