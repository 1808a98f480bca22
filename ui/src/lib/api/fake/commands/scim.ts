// Inbound SCIM.
import type { ActivityFilter, ProvisioningTest, ScimPairRow, ScimProvider, ScimSettings } from "../../bindings";
import { defaultMapping, reviewOf, testStages, type FakeScim } from "../scim";
import { command, found, provisioned, state } from "../state";

export const scim = {
  scim: command("scim", (id: string) => scimOf(id)),
  turnOnScim: command("turnOnScim", (id: string) => {
    state.scim.turnOn(id);
    return scimOf(id);
  }),
  turnOffScim: command("turnOffScim", (id: string) => {
    state.scim.turnOff(id);
    return scimOf(id);
  }),
  saveScim: command("saveScim", (id: string, loaded: ScimSettings, edited: ScimSettings) =>
    state.scim.save(id, loaded, edited, found(id).form.discovery_url),
  ),
  defaultScimMapping: command("defaultScimMapping", (): ScimPairRow[] => defaultMapping),
  reviewScim: command("reviewScim", (mapping: ScimPairRow[], provider: ScimProvider) => reviewOf(mapping, provider)),
  createScimToken: command("createScimToken", (id: string, scopes: string[], days: number | null) =>
    state.scim.create(id, scopes, days),
  ),
  revokeScimToken: command("revokeScimToken", (id: string, token: string) => {
    state.scim.revoke(id, token);
    return null;
  }),
  activity: command("activity", (filter: ActivityFilter): ReturnType<FakeScim["activity"]> =>
    state.scim.activity(filter),
  ),
  startProvisioningTest: command("startProvisioningTest", (id: string, connection: string): ProvisioningTest => {
    const [first, ...others] = testStages(id, connection) as [ProvisioningTest, ...ProvisioningTest[]];
    others.forEach((stage, index) => setTimeout(() => provisioned(stage), state.pace * (index + 1)));
    return first;
  }),
};

const scimOf = (id: string) => state.scim.state(id, found(id).form.discovery_url);
