import { tick } from "svelte";
import { goToMapping } from "$lib/features/mapping/caret";
import type { Correction, DraftField } from "$lib/model/connection/draft.svelte";
import { controlOf, sectionOf, sections, tabOf } from "$lib/model/connection/rooms";
import { router } from "$lib/router.svelte";
import { focusFirstInvalid, focusWithRefusal } from "$lib/ui/focus";
import type { OpenConnection } from "./open.svelte";

const titles = {
  settings: "Settings",
  provisioning: "Provisioning",
  "login-experience": "Login Experience",
  applications: "Applications",
  organizations: "Organizations",
  test: "Test",
  history: "History",
};
export type Tab = keyof typeof titles;

/** Where things stand on the page of a connection, and the way to them. */
export class Places {
  /** The issuer details, and the member of the metadata that a person comes for. */
  issuer = $state.raw<{ member?: string | undefined } | null>(null);

  readonly #open: OpenConnection;
  readonly #tab: () => string;

  readonly selected: Tab = $derived(this.#selected());
  readonly title = $derived(titles[this.selected]);
  readonly tabs = $derived(this.#tabs());
  readonly sections = $derived(
    sections.map(({ id, label }) => ({
      id,
      label,
      unsaved: inSection(this.#open.draft.changed, id),
      wrong: inSection(this.#open.draft.marked, id),
    })),
  );

  constructor(open: OpenConnection, tab: () => string) {
    [this.#open, this.#tab] = [open, tab];
  }

  go(tab: Tab) {
    router.go(`${this.#open.base}/${tab}`);
  }

  /** Whether a path leads to the page itself. */
  has(path: string | null): boolean {
    const { base } = this.#open;
    return path === base || (path?.startsWith(`${base}/`) ?? false);
  }

  /** To the first field that has a problem. */
  async goToInvalid() {
    const [first] = this.#open.draft.corrections;
    if (first && this.#open.here()) await this.goTo(first);
  }

  async goTo({ field, part }: Correction) {
    // The display name is on two pages.
    if (field !== "display_name" || this.selected !== "login-experience") this.go(tabOf(field) as Tab);
    await new Promise((shown) => setTimeout(shown));
    await tick();
    if (field === "mapping") return goToMapping(part);
    if (field === "metadata" && part) this.issuer = { member: part };
    const control = controlOf(field);
    if (control) focusWithRefusal(control);
    else await focusFirstInvalid();
  }

  #selected(): Tab {
    const tab = this.#tab();
    return isTab(tab) ? tab : "settings";
  }

  #tabs() {
    const { applications, base, draft, scim, view } = this.#open;
    const edited = draft.changed.map<string>(tabOf);
    if (scim.dirty) edited.push("provisioning");
    const count = applications.rows ? applications.enabled : (view.enabled_applications ?? undefined);
    return (Object.keys(titles) as Tab[]).map((id) => ({
      id,
      label: titles[id],
      href: `#${base}/${id}`,
      dot: edited.includes(id),
      count: id === "applications" ? count : undefined,
    }));
  }
}

function isTab(id: string): id is Tab {
  return id in titles;
}

function inSection(fields: DraftField[], section: string): number {
  return fields.filter((field) => sectionOf(field) === section).length;
}
