// Inbound SCIM.
import { command } from "../state";

export const scim = {
  scim: command("scim", () => ({ kind: "not_served" })),
};
