import App from "../App.svelte";
import { fake } from "$lib/api/fake";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

beforeEach(async () => {
  location.hash = "#/connections";
  await tenantDesk.load();
});

it("shows the tenant in front and opens another one from the keyboard", async () => {
  render(App);
  const button = await screen.findByRole("button", { name: "Tenant: Local tenant, On this computer" });
  button.focus();
  await userEvent.keyboard("{Enter}");
  const menu = await screen.findByRole("menu", { name: "Tenants" });
  expect(within(menu).getByText("Sign in again")).toBeTruthy();
  await userEvent.keyboard("{ArrowDown}");
  const staging = within(menu).getByRole("menuitem", { name: /ExampleCo Staging/ });
  expect(document.activeElement).toBe(staging);
  await userEvent.click(staging);
  expect(await screen.findByRole("button", { name: "Tenant: ExampleCo Staging, Auth0 tenant, EU" })).toBeTruthy();
  expect(fake.calls("chooseTenant")).toEqual([["staging"]]);
  await vi.waitFor(() => expect(router.path).toBe("/connections"));
  expect(fake.calls("listConnections")).toHaveLength(2);
});

it("asks for credentials that the keychain lost", async () => {
  render(App);
  router.go("/tenants/lost/open");
  expect((await screen.findByRole("alert")).textContent).toContain("no credentials for “Globex”");
  await userEvent.click(screen.getByRole("link", { name: "Enter credentials" }));
  const domain = await screen.findByLabelText<HTMLInputElement>("Domain");
  await vi.waitFor(() => expect(domain.value).toBe("globex.us.auth0.com"));
  expect(domain.readOnly).toBe(true);
});

it("checks credentials, says what is missing and wrong, and connects", async () => {
  render(App);
  router.go("/tenants/connect");
  await userEvent.type(await screen.findByLabelText("Domain"), "new.eu.auth0.com");
  await userEvent.type(screen.getByLabelText("Client ID"), "id");
  await userEvent.type(screen.getByLabelText("Client Secret"), "wrong");
  await userEvent.click(screen.getByRole("button", { name: "Check credentials" }));
  expect((await screen.findByRole("alert")).textContent).toContain("refused the credentials");
  expect(screen.getByLabelText("Client Secret").getAttribute("aria-invalid")).toBe("true");
  await userEvent.clear(screen.getByLabelText("Client Secret"));
  await userEvent.type(screen.getByLabelText("Client Secret"), "right");
  await userEvent.click(screen.getByRole("button", { name: "Check credentials" }));
  expect(await screen.findByText("Without it you can’t save changes.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /^Connect/ }));
  expect(await screen.findByRole("button", { name: /^Tenant: new,/ })).toBeTruthy();
});

it("creates, renames and deletes a local tenant", async () => {
  render(App);
  router.go("/tenants");
  await userEvent.click(await screen.findByRole("button", { name: "New local tenant" }));
  await userEvent.type(screen.getByLabelText("Name"), "Local tenant{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("is here already");
  await userEvent.clear(screen.getByLabelText("Name"));
  await userEvent.type(screen.getByLabelText("Name"), "Lab{Enter}");
  await vi.waitFor(() => expect(router.path).toBe("/connections"));
  router.go("/tenants");
  const lab = await screen.findByTestId("tenant-Lab");
  await userEvent.click(within(lab).getByRole("button", { name: "Rename" }));
  await userEvent.clear(screen.getByLabelText("Name"));
  await userEvent.type(screen.getByLabelText("Name"), "Acme lab{Enter}");
  const renamed = await screen.findByTestId("tenant-Acme lab");
  await userEvent.click(within(renamed).getByRole("button", { name: "Delete…" }));
  const remove = screen.getByRole<HTMLButtonElement>("button", { name: "Delete tenant" });
  expect(remove.disabled).toBe(true);
  await userEvent.type(screen.getByLabelText("Type the tenant’s name to delete it"), "Acme lab");
  await userEvent.click(remove);
  await vi.waitFor(() => expect(screen.queryByTestId("tenant-Acme lab")).toBeNull());
  expect(within(screen.getByTestId("tenant-Local tenant")).queryByRole("button", { name: "Delete…" })).toBeNull();
});

it("keeps unsaved changes from being lost on the way to another tenant", async () => {
  render(App);
  router.go("/connections/con_8ZkQ4tRvM2xJ/settings");
  await userEvent.type(await screen.findByLabelText("Display name"), " more");
  router.go("/tenants/staging/open");
  expect(await screen.findByText("Leave with unsaved changes?")).toBeTruthy();
  expect(fake.calls("chooseTenant")).toEqual([]);
});

it("asks for a passphrase, or offers a temporary tenant, where there is no keychain", async () => {
  const missing = { code: "keychain-missing", message: "No keychain is running.", field: null, remedy: null };
  fake.answer("desk", () => {
    throw missing;
  });
  await tenantDesk.load();
  render(App);
  // The whole window is this page's: nothing else stands in the grid of the pages.
  expect(document.querySelector("main")?.classList[0]).toBe("solo");
  expect(document.activeElement).toBe(screen.getByLabelText("Passphrase"));
  await userEvent.type(screen.getByLabelText("Passphrase"), "right");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Start with this passphrase" }).disabled).toBe(true);
  await userEvent.type(screen.getByLabelText("Passphrase again"), "other{Enter}");
  expect(screen.getByRole("alert").textContent).toContain("not the same");
  expect(fake.calls("start")).toEqual([]);
  await userEvent.clear(screen.getByLabelText("Passphrase again"));
  await userEvent.type(screen.getByLabelText("Passphrase again"), "right{Enter}");
  expect(await screen.findByRole("button", { name: /^Tenant: Local tenant/ })).toBeTruthy();
  expect(fake.calls("start")).toEqual([[{ kind: "passphrase", passphrase: "right" }]]);
});

it("says that a passphrase is wrong and keeps asking", async () => {
  fake.answer("desk", () => {
    throw {
      code: "passphrase-needed",
      message: "This data folder was sealed with LINTEL_KEY.",
      field: null,
      remedy: null,
    };
  });
  await tenantDesk.load();
  render(App);
  expect(screen.queryByLabelText("Passphrase again")).toBeNull();
  await userEvent.type(await screen.findByLabelText("Passphrase"), "wrong{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("not the passphrase of this data folder");
  await userEvent.click(screen.getByRole("button", { name: "Start a temporary tenant" }));
  expect(await screen.findByRole("button", { name: "Tenant: Temporary tenant, Gone when Lintel ends" })).toBeTruthy();
});

it("says what keeps a start from succeeding, with no tenant hidden behind it, and tries again", async () => {
  fake.answer("desk", () => {
    throw {
      code: "folder-in-use",
      message: "The data folder is in use by lintel (process 7).",
      field: null,
      remedy: null,
    };
  });
  await tenantDesk.load();
  render(App);
  expect((await screen.findByRole("alert")).textContent).toContain("in use by lintel (process 7)");
  expect(screen.queryByLabelText("Passphrase")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: /^Tenant: Local tenant/ })).toBeTruthy();
  expect(fake.calls("start")).toEqual([[{ kind: "environment" }]]);
});

it("opens a tenant whose port is taken at another one, once it has said what that breaks", async () => {
  fake.tenants.block("local");
  await tenantDesk.load();
  render(App);
  expect((await screen.findByRole("alert")).textContent).toContain("taken by python3 (process 4242)");
  expect(screen.getByRole("button", { name: "Tenant: Local tenant, Not running" })).toBeTruthy();
  expect(fake.calls("listConnections")).toEqual([]);
  // The others are there.
  router.go("/tenants");
  expect(within(await screen.findByTestId("tenant-Local tenant")).getByText("Port taken")).toBeTruthy();
  expect(screen.getByTestId("tenant-ExampleCo Staging")).toBeTruthy();
  router.go("/connections");
  await userEvent.click(await screen.findByRole("button", { name: "Use another port…" }));
  const dialog = within(screen.getByRole("dialog"));
  expect(await dialog.findByText("http://localhost:4402/login/callback")).toBeTruthy();
  const port = dialog.getByLabelText("Port");
  await userEvent.clear(port);
  await userEvent.type(port, "x");
  expect(dialog.getByRole("alert").textContent).toContain("“x” is no port");
  await userEvent.clear(port);
  await userEvent.type(port, "4500{Enter}");
  expect((await dialog.findByRole("alert")).textContent).toContain("node (process 77)");
  await userEvent.clear(port);
  await userEvent.type(port, "4410{Enter}");
  expect(await screen.findByRole("button", { name: "Tenant: Local tenant, On this computer" })).toBeTruthy();
  expect(fake.calls("chooseTenantAtPort").at(-1)).toEqual(["local", 4410]);
  await vi.waitFor(() => expect(fake.calls("listConnections")).toHaveLength(1));
});

it("shows before it is opened that an Auth0 tenant was not reached, and when", async () => {
  fake.tenants.lose("staging", new Date(Date.now() - 5 * 60_000).toISOString());
  await tenantDesk.load();
  render(App);
  router.go("/tenants");
  expect(
    within(await screen.findByTestId("tenant-ExampleCo Staging")).getByText("Not reached, 5 min ago"),
  ).toBeTruthy();
  const current = within(screen.getByTestId("tenant-Local tenant"));
  expect(current.getByText("In front")).toBeTruthy();
  expect(current.queryByText("Open")).toBeNull();
});

it("lists the scopes with what each is for, and says which are missing", async () => {
  render(App);
  router.go("/tenants/connect");
  expect(await screen.findByText("14 scopes")).toBeTruthy();
  expect(screen.getByText("read:scim_config")).toBeTruthy();
  await userEvent.type(await screen.findByLabelText("Domain"), "new.eu.auth0.com");
  await userEvent.type(screen.getByLabelText("Client ID"), "id");
  await userEvent.type(screen.getByLabelText("Client Secret"), "right");
  await userEvent.click(screen.getByRole("button", { name: "Check credentials" }));
  expect(await screen.findByText("The credentials work. 1 of 2 scopes is missing.")).toBeTruthy();
  expect(screen.getByText("Missing: save changes")).toBeTruthy();
});

it("marks a tenant as production in the switcher and along the window", async () => {
  await tenantDesk.choose("staging");
  render(App);
  router.go("/tenants");
  await userEvent.click(
    within(await screen.findByTestId("tenant-ExampleCo Staging")).getByRole("button", { name: "Options…" }),
  );
  await userEvent.click(screen.getByRole("switch", { name: "Production" }));
  await userEvent.click(screen.getByRole("switch", { name: "Read only" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(
    await screen.findByRole("button", {
      name: "Tenant: ExampleCo Staging, Production, Auth0 tenant, EU, read only",
    }),
  ).toBeTruthy();
  expect(document.body.classList.contains("app--prod")).toBe(true);
  await tenantDesk.choose("local");
  await vi.waitFor(() => expect(document.body.classList.contains("app--prod")).toBe(false));
});

it("offers a local tenant neither production nor a way to it", async () => {
  render(App);
  router.go("/tenants");
  await userEvent.click(
    within(await screen.findByTestId("tenant-Local tenant")).getByRole("button", { name: "Options…" }),
  );
  expect(screen.queryByRole("switch", { name: "Production" })).toBeNull();
  expect(screen.queryByLabelText("Proxy")).toBeNull();
  expect(screen.getByRole("switch", { name: "Read only" })).toBeTruthy();
});

it("connects by a private key or by a token, and asks for nothing else then", async () => {
  render(App);
  router.go("/tenants/connect");
  await userEvent.type(await screen.findByLabelText("Domain"), "new.eu.auth0.com");
  await userEvent.click(screen.getByRole("radio", { name: "Private key" }));
  await userEvent.type(screen.getByLabelText("Client ID"), "id");
  await userEvent.type(screen.getByLabelText("Private Key"), "PEM");
  await userEvent.selectOptions(screen.getByLabelText("Algorithm"), "PS256");
  await userEvent.click(screen.getByRole("button", { name: "Check credentials" }));
  await screen.findByText("Without it you can’t save changes.");
  expect(fake.calls("checkAccess").at(-1)?.[1]).toMatchObject({
    credentials: { kind: "private_key", client_id: "id", private_key: "PEM", algorithm: "PS256" },
  });
  await userEvent.click(screen.getByRole("radio", { name: "Token" }));
  expect(screen.queryByLabelText("Client ID")).toBeNull();
  await userEvent.type(screen.getByLabelText("Management API Token"), "eyJ");
  await userEvent.click(screen.getByRole("button", { name: /^Connect/ }));
  await vi.waitFor(() =>
    expect(fake.calls("connectAuth0Tenant").at(-1)?.[1]).toMatchObject({
      credentials: { kind: "token", token: "eyJ" },
    }),
  );
});
