import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { violations } from "../test/axe";
import Application from "./Application.svelte";
import Applications from "./Applications.svelte";
import Connection from "./Connection.svelte";
import Connections from "./Connections.svelte";
import ConnectTenant from "./ConnectTenant.svelte";
import NewConnection from "./NewConnection.svelte";
import Tenants from "./Tenants.svelte";
import User from "./User.svelte";
import Users from "./Users.svelte";

it.each(["", "empty"])("the list %s", async (scene) => {
  fake.reset(scene);
  await Promise.all([connectionList.load(), tenantDesk.load()]);
  expect(await violations(render(Connections).container)).toEqual([]);
});

it("a new connection", async () => {
  await tenantDesk.load();
  expect(await violations(render(NewConnection).container)).toEqual([]);
});

it("the tenants, and a new one", async () => {
  await tenantDesk.load();
  const tenants = render(Tenants);
  expect(await violations(tenants.container)).toEqual([]);
  tenants.unmount();
  expect(await violations(render(ConnectTenant, { params: {} }).container)).toEqual([]);
});

it.each(["settings", "applications", "test", "history"])("a connection's %s", async (tab) => {
  const { container } = render(Connection, { params: { id: "con_practice1", tab } });
  await screen.findByRole("tablist");
  await new Promise((done) => setTimeout(done, 50));
  expect(await violations(container)).toEqual([]);
});

it.each(["connections", "settings"])("an application's %s", async (tab) => {
  const { container } = render(Application, { params: { id: "5hKq2tMvR8xWz1NcYp7L", tab } });
  await screen.findByRole("tablist");
  expect(await violations(container)).toEqual([]);
});

it("the applications, and a new one", async () => {
  await tenantDesk.load();
  const { container } = render(Applications);
  await screen.findByTestId("application-Field Portal");
  await userEvent.click(screen.getByRole("button", { name: "New application" }));
  await screen.findByRole("dialog");
  expect(await violations(container)).toEqual([]);
});

it("the users, and one of them", async () => {
  const list = render(Users);
  await screen.findByTestId("user-oidc|contoso-entra|1");
  expect(await violations(list.container)).toEqual([]);
  list.unmount();
  const one = render(User, { params: { id: "oidc|contoso-entra|1" } });
  await userEvent.click(await screen.findByRole("button", { name: "Delete user…" }));
  expect(await violations(one.container)).toEqual([]);
});
