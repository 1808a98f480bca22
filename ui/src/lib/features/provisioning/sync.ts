/** What a login keeps in step. */
export const rootAttributes = ["name", "nickname", "given_name", "family_name", "picture"];
