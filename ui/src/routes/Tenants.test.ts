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
  expect(document.querySelector("main")?.className).toBe("solo");
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
    throw { code: "passphrase-needed", message: "This data folder was sealed with LINTEL_KEY.", field: null, remedy: null };
  });
  await tenantDesk.load();
  render(App);
  expect(screen.queryByLabelText("Passphrase again")).toBeNull();
  await userEvent.type(await screen.findByLabelText("Passphrase"), "wrong{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("not the passphrase of this data folder");
  await userEvent.click(screen.getByRole("button", { name: "Start a temporary tenant" }));
  expect(await screen.findByRole("button", { name: /^Tenant: Local tenant/ })).toBeTruthy();
});
