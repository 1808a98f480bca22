// The tenants of the program, and how each is reached.
import type { AtStake, CallbackUrls, Problem, StartChoice, TenantAccess, TenantOptions } from "../../bindings";
import { command, state } from "../state";
import { accessOf, otherTenant, wantedScopes } from "../tenants";

export const tenants = {
  desk: command("desk", () => state.tenants.desk()),
  start: command("start", (choice: StartChoice) => {
    if (choice.kind === "passphrase" && choice.passphrase !== "right")
      throw {
        code: "passphrase-wrong",
        message: "The key does not open the database.",
        field: null,
        remedy: null,
      } satisfies Problem;
    return choice.kind === "temporary" ? state.tenants.startTemporary() : state.tenants.desk();
  }),
  restart: command("restart", () => null),
  chooseTenant: command("chooseTenant", (id: string) => state.tenants.choose(id)),
  offerPort: command("offerPort", () => ({
    port: 4402,
    url_before: "http://localhost:4400",
    url_after: "http://localhost:4402",
  })),
  chooseTenantAtPort: command("chooseTenantAtPort", (id: string, port: number) => state.tenants.chooseAtPort(id, port)),
  atStake: command("atStake", (): AtStake => ({
    connections: state.views.length,
    applications: 0,
    users: state.people.users({ text: "", connection: null }, 0).total,
    auth0_tenants: 0,
  })),
  createLocalTenant: command("createLocalTenant", (name: string) =>
    state.tenants.add(name, "local", "Running at localhost:4401"),
  ),
  wantedScopes: command("wantedScopes", () => wantedScopes),
  checkAccess: command("checkAccess", (_ticket: string, access: TenantAccess) => accessOf(access)),
  connectAuth0Tenant: command("connectAuth0Tenant", (name: string, access: TenantAccess) => {
    accessOf(access);
    return state.tenants.add(name || (access.domain.split(".")[0] ?? ""), "auth0", access.domain);
  }),
  renewCredentials: command("renewCredentials", (id: string, access: TenantAccess) => {
    accessOf(access);
    return state.tenants.choose(id);
  }),
  changeTenantOptions: command("changeTenantOptions", (id: string, options: TenantOptions) =>
    state.tenants.settle(id, options),
  ),
  renameTenant: command("renameTenant", (id: string, name: string) => state.tenants.rename(id, name)),
  removeTenant: command("removeTenant", (id: string, typed: string) => state.tenants.remove(id, typed)),
  otherTenant: command("otherTenant", otherTenant),
  callbackUrls: command("callbackUrls", (): CallbackUrls => {
    const { kind, callback_url: url } = state.tenants.desk().tenant;
    const own = { url, domain: new URL(url).host, custom: false };
    return {
      urls:
        kind === "local"
          ? [own]
          : [own, { url: "https://login.exampleco.com/login/callback", domain: "login.exampleco.com", custom: true }],
      note: null,
    };
  }),
};
