import type { ProfileSync } from "$lib/api";

export const syncOptions: { value: ProfileSync; label: string; hint: string }[] = [
  { value: "on_each_login", label: "At each login", hint: "A login creates the user and overwrites these attributes every time. They can’t be edited in the tenant." },
  { value: "on_first_login", label: "At first login only", hint: "The first login creates the user with them. Later changes at the provider don’t reach the profile, and edits in the tenant stay." },
  { value: "never_on_login", label: "Never", hint: "A login creates no user and leaves these attributes alone. Users come by provisioning: SCIM, or the Management API." },
];

export const rootAttributes = ["name", "nickname", "given_name", "family_name", "picture"];
