import { fields, sections as all } from "$lib/model/fields";
import type { DraftField } from "./draft.svelte";

/** The sections of Settings, by the headings that they stand under. */
export const sections = [
  ...all
    .filter(({ tab }) => tab === "settings")
    .map(({ id, title }) => ({ id: `group-${id}`, label: title as string })),
  { id: "group-delete", label: "Delete" },
];

/** The tab on which a person edits a field. */
export const tabOf = (field: DraftField) => fields[field].tab;
export const sectionOf = (field: DraftField) => `group-${fields[field].section}`;

/** The controls that the focus goes to. */
const controls: Record<DraftField, string> = {
  name: "#name",
  display_name: "#display-name",
  discovery_url: "#discovery-url",
  document: ".filebox button",
  metadata: ".filebox button",
  channel: chosenOf(fields.channel.label),
  client_id: "#client-id",
  client_secret: "#client-secret",
  client_secret_ends: "#client-secret-ends",
  auth_method: "#auth-method",
  auth_signing_alg: "#auth-alg",
  auth_audience: chosenOf(fields.auth_audience.label),
  scope: "#scope",
  pkce: chosenOf(fields.pkce.label),
  back_channel_nonce: "[aria-labelledby=nonce-label]",
  id_token_algs: "[aria-label='ID token algorithms'] button",
  dpop_signing_alg: "#dpop",
  session_expiry: "[aria-labelledby=expiry-label]",
  upstream_params: ".upstream [aria-invalid=true], .upstream__add button",
  mapping: "#mapping",
  profile_sync: "[type=radio]:checked",
  domains: "#domains",
  tenant_domain: ".legacy button",
  show_as_button: "[data-testid=show-as-button]",
  icon_url: "#icon-url",
};

/** The control of a field as the page stands; the display name is on two. */
export function controlOf(field: DraftField): HTMLElement | null {
  return document.querySelector<HTMLElement>(
    field === "display_name" ? "#display-name, #button-name" : controls[field],
  );
}

function chosenOf(label: string): string {
  return `[role=radiogroup][aria-label="${label}"] :checked`;
}
