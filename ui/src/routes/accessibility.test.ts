import ShortcutsDialog from "$lib/ui/ShortcutsDialog.svelte";
import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { violations } from "../test/axe";
import Activity from "./Activity.svelte";
import BrokenPage from "./BrokenPage.svelte";
import Application from "./Application.svelte";
import Applications from "./Applications.svelte";
import Connection from "./Connection.svelte";
import Connections from "./Connections.svelte";
import ConnectTenant from "./ConnectTenant.svelte";
import NewConnection from "./NewConnection.svelte";
import Start from "./Start.svelte";
import Tenants from "./Tenants.svelte";
import User from "./User.svelte";
import Users from "./Users.svelte";

it.each(["", "empty"])("the list %s", async (scene) => {
  fake.reset(scene);
  await Promise.all([connectionList.load(), tenantDesk.load()]);
  expect(await violations(render(Connections).container)).toEqual([]);
});

it("the list with the menu of a row, and every shortcut", async () => {
  await Promise.all([connectionList.load(), tenantDesk.load()]);
  const { container } = render(Connections);
  await userEvent.click(screen.getByRole("button", { name: "Actions for acme-okta" }));
  screen.getByRole("menu");
  expect(await violations(container)).toEqual([]);
  expect(await violations(render(ShortcutsDialog, { onclose: () => undefined }).container)).toEqual([]);
});

it("a new connection", async () => {
  await tenantDesk.load();
  expect(await violations(render(NewConnection, { params: {} }).container)).toEqual([]);
});

it.each(["keychain-missing", "passphrase-wrong"])("the start without a key: %s", async (code) => {
  const { container } = render(Start, {
    problem: { code, message: "No keychain is running.", field: null, remedy: null },
  });
  expect(await violations(container)).toEqual([]);
});

it("a page that cannot be shown", async () => {
  expect(
    await violations(
      render(BrokenPage, { crumb: "Connection", error: new Error("x"), onretry: () => undefined }).container,
    ),
  ).toEqual([]);
});

it("the requests of providers, one of them open, and a log that may not be read", async () => {
  await connectionList.load();
  const { container, unmount } = render(Activity);
  await userEvent.click(await screen.findByRole("button", { name: /dispatch@contoso.example/ }));
  expect(await violations(container)).toEqual([]);
  unmount();
  fake.answer("activity", () => ({ kind: "hidden", lacking: "read:logs" }));
  const hidden = render(Activity);
  await screen.findByText(/may not read this tenant’s log/);
  expect(await violations(hidden.container)).toEqual([]);
});

it("SCIM with a token swap, a test and a mapping that is typed", async () => {
  const id = "con_8ZkQ4tRvM2xJ";
  fake.scim.turnOn(id);
  fake.scim.create(id, ["get:users"], 10);
  const { container } = render(Connection, { params: { id, tab: "provisioning" } });
  await userEvent.click(await screen.findByRole("button", { name: "Swap…" }));
  await userEvent.click(screen.getByRole("button", { name: "Create token" }));
  await screen.findByTestId("new-token");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  await userEvent.click(screen.getByRole("button", { name: "Test provisioning…" }));
  expect(await violations(container)).toEqual([]);
});

it("the tenants, and a new one", async () => {
  await tenantDesk.load();
  const tenants = render(Tenants);
  expect(await violations(tenants.container)).toEqual([]);
  tenants.unmount();
  expect(await violations(render(ConnectTenant, { params: {} }).container)).toEqual([]);
});

it("a new connection to another Auth0 tenant, something missing", async () => {
  await tenantDesk.load();
  const { container } = render(NewConnection, { params: {} });
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Federate with another Auth0 tenant" }));
  await user.click(screen.getByRole("button", { name: "Use these values" }));
  expect(await violations(container)).toEqual([]);
});

it("a test through the tenant that something stops, and a domain that moves", async () => {
  await tenantDesk.load();
  const user = userEvent.setup();
  const test = render(Connection, { params: { id: "con_8ZkQ4tRvM2xJ", tab: "test" } });
  await user.click(await screen.findByRole("radio", { name: "Through the tenant" }));
  await user.selectOptions(await screen.findByLabelText("Application"), "Invoices");
  expect(await violations(test.container)).toEqual([]);
  test.unmount();
  const experience = render(Connection, { params: { id: "con_8ZkQ4tRvM2xJ", tab: "login-experience" } });
  await user.type(await screen.findByLabelText("Identity provider domains"), "acme.example{Enter}");
  await user.click(await screen.findByRole("button", { name: /Move it here/ }));
  expect(await violations(experience.container)).toEqual([]);
});

it.each(["settings", "provisioning", "login-experience", "applications", "organizations", "test", "history"])(
  "a connection's %s",
  async (tab) => {
    const { container } = render(Connection, { params: { id: "con_practice1", tab } });
    await screen.findByRole("tablist");
    await new Promise((done) => setTimeout(done, 50));
    expect(await violations(container)).toEqual([]);
  },
);

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

/** Looks at a connection's settings once something was done there. */
async function afterwards(act: (user: ReturnType<typeof userEvent.setup>) => Promise<unknown>) {
  render(Connection, { params: { id: "con_practice1", tab: "settings" } });
  await screen.findByRole("tablist");
  await act(userEvent.setup());
  return violations(document.body);
}

it("the issuer drawer, a member being edited", async () => {
  const found = await afterwards(async (user) => {
    await user.click(screen.getByRole("button", { name: "Show issuer details" }));
    await user.click(await screen.findByRole("button", { name: "Edit token_endpoint" }));
  });
  expect(found).toEqual([]);
});

it("the mapping editor, with a problem at its line", async () => {
  const found = await afterwards(async (user) => {
    await user.click(screen.getByRole("radio", { name: "Use map" }));
    await vi.waitFor(() =>
      expect(document.getElementById("mapping")?.shadowRoot?.querySelector(".slip button")).toBeTruthy(),
    );
  });
  expect(found).toEqual([]);
});

const documents = [
  [
    "would change values",
    {
      issuer: "https://op.example",
      authorization_endpoint: "https://op.example/a",
      token_endpoint: "https://op.example/t",
      jwks_uri: "https://op.example/k",
    },
  ],
  ["is incomplete", { issuer: "https://op.example" }],
  ["is no JSON", "nonsense"],
] as const;

it.each(documents)("the dialog of a document that %s", async (_, content) => {
  const found = await afterwards(async (user) => {
    await user.upload(
      screen.getByLabelText("Metadata file"),
      new File([typeof content === "string" ? content : JSON.stringify(content)], "acme.json", {
        type: "application/json",
      }),
    );
    await screen.findByRole("dialog");
  });
  expect(found).toEqual([]);
});
