import type { DraftField } from "./draft.svelte";

/** The tab on which a person edits a field. */
export type Tab = "settings" | "provisioning" | "login-experience";
/** The sections of Settings, by the headings that they stand under. */
export const sections = [
  { id: "group-general", label: "General" },
  { id: "group-client", label: "Client" },
  { id: "group-profile", label: "Connection Profile" },
  { id: "group-mapping", label: "User Mapping" },
  { id: "group-delete", label: "Delete" },
] as const;
type Section = (typeof sections)[number]["id"];

type Room = {
  tab: Tab;
  section?: Section;
  /** The control that the focus goes to. */
  control: string;
};

const rooms: Record<DraftField, Room> = {
  name: settings("group-general", "#name"),
  display_name: settings("group-general", "#display-name"),
  discovery_url: settings("group-general", "#discovery-url"),
  document: settings("group-general", ".filebox button"),
  metadata: settings("group-general", ".filebox button"),
  channel: settings("group-general", chosenOf("Communication Channel")),
  client_id: settings("group-client", "#client-id"),
  client_secret: settings("group-client", "#client-secret"),
  auth_method: settings("group-client", "#auth-method"),
  auth_signing_alg: settings("group-client", "#auth-alg"),
  auth_audience: settings("group-client", chosenOf("Assertion audience")),
  scope: settings("group-profile", "#scope"),
  pkce: settings("group-profile", chosenOf("PKCE")),
  back_channel_nonce: settings("group-profile", "[aria-labelledby=nonce-label]"),
  id_token_algs: settings("group-profile", "[aria-label='ID token algorithms'] button"),
  dpop_signing_alg: settings("group-profile", "#dpop"),
  session_expiry: settings("group-profile", "[aria-labelledby=expiry-label]"),
  upstream_params: settings("group-profile", ".upstream [aria-invalid=true], .upstream__add button"),
  mapping: settings("group-mapping", "#mapping"),
  profile_sync: { tab: "provisioning", control: "[role=radio][tabindex='0']" },
  domains: { tab: "login-experience", control: "#domains" },
  tenant_domain: { tab: "login-experience", control: ".legacy button" },
  show_as_button: { tab: "login-experience", control: "[data-testid=show-as-button]" },
  icon_url: { tab: "login-experience", control: "#icon-url" },
};

export const tabOf = (field: DraftField) => rooms[field].tab;
export const sectionOf = (field: DraftField) => rooms[field].section;

/** The control of a field as the page stands; the display name is on two. */
export function controlOf(field: DraftField): HTMLElement | null {
  return document.querySelector<HTMLElement>(field === "display_name" ? "#display-name, #button-name" : rooms[field].control);
}

function settings(section: Section, control: string): Room {
  return { tab: "settings", section, control };
}

function chosenOf(label: string): string {
  return `[role=radiogroup][aria-label="${label}"] [tabindex="0"]`;
}
