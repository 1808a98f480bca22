// What a provider's administrator enters, in the words of the provider's own menus.
// Entra: learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups.
// Okta: developer.okta.com/docs/reference/scim/scim-20 and help.okta.com, "Add SCIM provisioning to app integrations".
import type { ScimProvider } from "$lib/api";

export type Menu = {
  name: string;
  /** Where the token is pasted. */
  tokenAt: string;
  /** What the address and the token are called there. */
  address: string;
  token: string;
  matching: string;
  /** Ends the address where the provider wants it. */
  suffix: string;
  notes: string[];
};

export const menus: Record<ScimProvider, Menu> = {
  entra: {
    name: "Entra",
    tokenAt: "Provisioning › Admin Credentials › Secret Token",
    address: "Tenant URL",
    token: "Secret Token",
    matching: "objectId → externalId",
    suffix: "?aadOptscim062020",
    notes: [
      "Enterprise applications › your application › Provisioning › Automatic.",
      "Entra calls from outside: to reach a tenant on this computer it needs a tunnel with a public certificate.",
    ],
  },
  okta: {
    name: "Okta",
    tokenAt: "Provisioning › Integration › Authorization, HTTP Header",
    address: "Base URL",
    token: "Bearer token",
    matching: "userName",
    suffix: "",
    notes: [
      "Applications › your application › Provisioning › Integration. The base URL has no slash at its end.",
      "Delete the mappings of primary e-mail type, primary phone type and address type.",
    ],
  },
  other: {
    name: "the provider",
    tokenAt: "The provisioning settings of the application, as bearer token",
    address: "Base URL",
    token: "Bearer token",
    matching: "externalId",
    suffix: "",
    notes: ["The provider adds /Users and /Groups to the base URL by itself."],
  },
};

const verbs: Record<string, string> = {
  get: "Read",
  post: "create",
  put: "replace",
  patch: "change",
  delete: "delete",
};

/** What scopes allow, in words: "Read, create, change, delete". */
export function allows(scopes: string[]): string {
  const of = (kind: string) => Object.keys(verbs).filter((verb) => scopes.includes(`${verb}:${kind}`));
  const words = (found: string[]) =>
    found.length === Object.keys(verbs).length ? "Everything" : found.map((verb) => verbs[verb]).join(", ");
  const [people, teams] = [of("users"), of("groups")];
  if (teams.length === 0) return capital(words(people)) || "Nothing that Lintel knows";
  if (people.join() === teams.join()) return `${capital(words(people))}, groups too`;
  return `${capital(words(people)) || "No users"}; groups: ${words(teams).toLowerCase()}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
