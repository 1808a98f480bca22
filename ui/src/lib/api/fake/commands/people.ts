// Applications and users.
import type { ApplicationForm, UserSearch } from "../../bindings";
import { remarksOn } from "../people";
import { command, state } from "../state";

export const people = {
  listApplications: command("listApplications", (connection: string) => state.people.of(connection)),
  switchApplications: command(
    "switchApplications",
    async (connection: string, clientIds: string[], enabled: boolean) => {
      if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
      return state.people.switch(connection, clientIds, enabled);
    },
  ),
  tenantApplications: command("tenantApplications", () => state.people.applications()),
  connectionsPerApplication: command("connectionsPerApplication", () => state.people.counts()),
  application: command("application", (id: string) => applicationView(id)),
  readCallbacks: command("readCallbacks", (callbacks: string[]) => remarksOn(callbacks)),
  createApplication: command("createApplication", (form: ApplicationForm, type: string) =>
    applicationView(state.people.create(form, type)),
  ),
  saveApplication: command("saveApplication", (id: string, form: ApplicationForm) => {
    state.people.save(id, form);
    return applicationView(id);
  }),
  deleteApplication: command("deleteApplication", (id: string, typed: string) => {
    state.people.delete(id, typed);
    return null;
  }),
  revealApplicationSecret: command("revealApplicationSecret", () => "s-example-only-application-secret"),
  findUsers: command("findUsers", (search: UserSearch, page: number) => state.people.users(search, page)),
  findPeople: command("findPeople", (_ticket: string, typed: string) => state.people.find(typed).slice(0, 6)),
  user: command("user", (id: string) => state.people.user(id)),
  deleteUser: command("deleteUser", (id: string, typed: string) => {
    state.people.deleteUser(id, typed);
    return null;
  }),
};

const applicationView = (id: string) =>
  state.people.application(id, state.views, state.tenants.desk().tenant.kind === "local");
