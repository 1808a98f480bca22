import { fake } from "$lib/api/fake";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Connection from "./Connection.svelte";

const button = (name: string | RegExp) => screen.getByRole("button", { name });
const toggle = (name: string) => screen.getByRole("switch", { name });
let stop: () => void;

beforeEach(async () => {
  stop = router.start();
  await tenantDesk.load();
});
afterEach(() => stop());

describe("a connection's organizations", () => {
  async function opened(scene?: string, id = "con_8ZkQ4tRvM2xJ") {
    fake.reset(scene);
    render(Connection, { params: { id, tab: "organizations" } });
    await screen.findByRole("tablist");
    await screen.findByRole("checkbox", { name: "Select all shown" });
    return userEvent.setup();
  }

  it("are switched on with membership at login and the button, and off again", async () => {
    const user = await opened();
    expect(screen.queryByRole("switch", { name: "Membership at login, Customer 1" })).toBeNull();
    await user.click(toggle("Customer 1"));
    await user.click(toggle("Membership at login, Customer 1"));
    await user.click(toggle("Button, Customer 1"));
    const uses = fake.calls("switchOrganizations").map(([, , changes]) => (changes as { uses: unknown }[])[0]?.uses);
    expect(uses).toEqual([
      { assign_membership_on_login: false, show_as_button: true },
      { assign_membership_on_login: true, show_as_button: true },
      { assign_membership_on_login: true, show_as_button: false },
    ]);
    expect(button(/^Enabled/).textContent).toBe("Enabled 1");
    await user.click(toggle("Customer 1"));
    expect(button(/^Enabled/).textContent).toBe("Enabled 0");
  });

  it("of thousands draw a part, are searched, and are switched together", async () => {
    const user = await opened("many", "con_3");
    expect(screen.getAllByTestId(/^organization-row-/).length).toBeLessThan(60);
    await user.type(screen.getByRole("searchbox"), "Customer 99");
    await user.click(screen.getByRole("checkbox", { name: "Select all shown" }));
    expect(screen.getByText("11 selected")).toBeTruthy();
    await user.click(button("Enable"));
    expect(await screen.findByText("11 organizations enabled.")).toBeTruthy();
    expect(button(/^Enabled/).textContent).toBe("Enabled 11");
  });

  it("take a refused switch back and say why", async () => {
    const user = await opened();
    fake.answer("switchOrganizations", () => {
      throw { code: "insufficient_scope", message: "The credentials lack it.", field: null, remedy: null };
    });
    await user.click(toggle("Customer 2"));
    expect(await screen.findByText("The credentials lack it.")).toBeTruthy();
    expect(toggle("Customer 2").getAttribute("aria-checked")).toBe("false");
  });

  it("say which scopes are lacking where they cannot be seen", async () => {
    fake.reset();
    fake.answer("listOrganizations", () => ({ kind: "hidden", lacking: ["read:organizations"] }));
    render(Connection, { params: { id: "con_8ZkQ4tRvM2xJ", tab: "organizations" } });
    expect(await screen.findByText("Organizations are not visible")).toBeTruthy();
    expect(screen.getByText(/The credentials lack read:organizations/)).toBeTruthy();
  });

  it("of a local tenant are made here, and have members", async () => {
    const user = await opened();
    await user.click(button("New organization"));
    await user.type(screen.getByLabelText("Name"), "acme");
    await user.type(screen.getByLabelText("Display name"), "Acme Corp");
    await user.click(button("Create"));
    await user.click(await screen.findByRole("button", { name: "Members of Acme Corp" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(await dialog.findByText("Nobody belongs to it yet.")).toBeTruthy();
    await user.type(dialog.getByLabelText("User ID"), "oidc|acme|ada");
    await user.click(dialog.getByRole("button", { name: "Add member" }));
    await user.click(await dialog.findByRole("button", { name: /^Remove/ }));
    expect(await dialog.findByText("Nobody belongs to it yet.")).toBeTruthy();
  });
});

describe("a test for an organization", () => {
  const row = (id: string, uses: boolean) => ({
    id,
    name: id,
    display_name: `Customer ${id}`,
    uses: uses ? { assign_membership_on_login: false, show_as_button: true } : null,
    problem: null,
  });

  it("is for one of those that use the connection, which are read once somebody asks", async () => {
    fake.reset();
    fake.answer("listOrganizations", () => ({
      kind: "shown",
      organizations: [row("a", true), row("b", false)],
      lacking: [],
      writable: true,
    }));
    render(Connection, { params: { id: "con_8ZkQ4tRvM2xJ", tab: "test" } });
    const user = userEvent.setup();
    await user.click(await screen.findByRole("radio", { name: "Through the tenant" }));
    await screen.findByLabelText("Application");
    expect(fake.calls("listOrganizations")).toEqual([]);
    await user.click(button("For an organization…"));
    const choice = await screen.findByLabelText<HTMLSelectElement>("Organization");
    expect([...choice.options].map((option) => option.value)).toEqual(["", "a"]);
    await user.selectOptions(choice, "a");
    await user.click(screen.getAllByRole("button", { name: /^Test/ })[0] as HTMLElement);
    await vi.waitFor(() => expect(fake.calls("startTrial")).toHaveLength(1));
    expect(fake.calls("startTrial")[0]?.[1]).toMatchObject({ way: "through_tenant", organization: "a" });
  });
});
