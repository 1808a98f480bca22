// Organizations, and which of them use a connection.
import type { OrganizationChange, OrganizationsSwitched, OrganizationsView } from "../../bindings";
import { command, progressed, state } from "../state";

export const organizations = {
  listOrganizations: command("listOrganizations", (ticket: string, connection: string): OrganizationsView => {
    const rows = state.organizations.of(connection);
    progressed({ ticket, done: rows.length, total: rows.length });
    const writable = state.tenants.desk().tenant.kind === "local";
    return { kind: "shown", organizations: rows, lacking: [], writable };
  }),
  switchOrganizations: command(
    "switchOrganizations",
    async (ticket: string, connection: string, changes: OrganizationChange[]): Promise<OrganizationsSwitched> => {
      for (const [index, change] of changes.entries()) {
        if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
        if (state.cancelled.has(ticket)) return { refused: [], left: changes.length - index };
        state.organizations.switch(connection, change);
        progressed({ ticket, done: index + 1, total: changes.length });
      }
      return { refused: [], left: 0 };
    },
  ),
  createOrganization: command("createOrganization", (name: string, displayName: string) => {
    state.organizations.create(name, displayName);
    return null;
  }),
  deleteOrganization: command("deleteOrganization", (id: string) => {
    state.organizations.delete(id);
    return null;
  }),
  organizationMembers: command("organizationMembers", (id: string) => ({
    members: state.organizations.members(id).map((user) => ({ user_id: user, name: user, email: null })),
    more: false,
  })),
  setOrganizationMember: command("setOrganizationMember", (id: string, user: string, member: boolean) => {
    state.organizations.setMember(id, user, member);
    return null;
  }),
};
