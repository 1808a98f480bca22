import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { violations } from "../test/axe";
import Connection from "./Connection.svelte";
import Connections from "./Connections.svelte";
import ConnectTenant from "./ConnectTenant.svelte";
import NewConnection from "./NewConnection.svelte";
import Tenants from "./Tenants.svelte";

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

it.each(["settings", "provisioning", "login-experience", "applications", "test", "history"])("a connection's %s", async (tab) => {
  const { container } = render(Connection, { params: { id: "con_practice1", tab } });
  await screen.findByRole("tablist");
  await new Promise((done) => setTimeout(done, 50));
  expect(await violations(container)).toEqual([]);
});
