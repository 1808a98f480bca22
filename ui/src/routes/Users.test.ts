import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { router } from "$lib/router.svelte";
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import User from "./User.svelte";
import Users from "./Users.svelte";

let stop: () => void;
const settle = () => new Promise((done) => setTimeout(done));

beforeEach(async () => {
  stop = router.start();
  router.go("/users");
  await settle();
  await connectionList.load();
});
afterEach(() => stop());

it("lists who came, and asks the tenant for the connection and the address", async () => {
  render(Users);
  expect((await screen.findByTestId("user-oidc|contoso-entra|1")).textContent).toContain(
    "priya.natarajan@contoso.example",
  );
  expect(screen.getByText("12 users")).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Connection" }), "acme-okta");
  await vi.waitFor(() => expect(screen.getAllByTestId(/^user-/)).toHaveLength(4));
  await userEvent.type(screen.getByRole("searchbox"), "jonas");
  await vi.waitFor(() => expect(screen.getAllByTestId(/^user-/)).toHaveLength(1));
  expect(fake.calls("findUsers").at(-1)).toEqual([{ text: "jonas", connection: "acme-okta" }, 0]);
  expect(fake.calls("findUsers").filter(([search]) => (search as { text: string }).text !== "")).toHaveLength(1);
  await userEvent.type(screen.getByRole("searchbox"), "nobody");
  await userEvent.click(await screen.findByRole("button", { name: "Show all users" }));
  await vi.waitFor(() => expect(screen.getAllByTestId(/^user-/)).toHaveLength(12));
});

it("finds people by name and by subject", async () => {
  render(Users);
  const box = await screen.findByRole("searchbox", { name: "Name, e-mail or subject" });
  await userEvent.type(box, "tanaka mei");
  await vi.waitFor(() => expect(screen.getAllByTestId(/^user-/)).toHaveLength(2));
  await userEvent.clear(box);
  await userEvent.type(box, "acme-okta|2");
  await vi.waitFor(() => expect(screen.getAllByTestId(/^user-/)).toHaveLength(1));
  expect(screen.getByTestId("user-oidc|acme-okta|2")).toBeTruthy();
});

it("begins with the connection that a link names", async () => {
  router.go("/users?connection=acme-okta");
  await settle();
  render(Users);
  await vi.waitFor(() => expect(screen.getAllByTestId(/^user-/)).toHaveLength(4));
  expect(screen.getByRole("combobox", { name: "Connection" })).toHaveProperty("value", "acme-okta");
});

it("fetches pages as they are needed, and says where the API ends", async () => {
  fake.reset("many");
  const { container } = render(Users);
  expect(await screen.findByText("The 1,000 who signed in last are listed, of 1,284")).toBeTruthy();
  expect(screen.getByText("1,284 users")).toBeTruthy();
  expect(fake.calls("findUsers")).toHaveLength(1);
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("1001");
  const pane = container.querySelector(".scroll") as HTMLElement;
  for (let page = 1; page < 10; page += 1) {
    pane.scrollTop = page * 100 * 44;
    await fireEvent.scroll(pane);
    await vi.waitFor(() => expect(fake.calls("findUsers")).toHaveLength(page + 1));
    await settle();
  }
  pane.scrollTop = 1000 * 44;
  await fireEvent.scroll(pane);
  await settle();
  expect(fake.calls("findUsers").map(([, page]) => page)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(screen.getAllByTestId(/^user-/).length).toBeLessThan(60);
});

it("names the scope that is lacking, and tries again", async () => {
  fake.answer("findUsers", () => {
    throw { code: "insufficient_scope", message: "The credentials lack read:users.", field: null, remedy: "Grant it." };
  });
  render(Users);
  expect((await screen.findByRole("alert")).textContent).toContain("The credentials lack read:users.");
  fake.reset();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("user-oidc|contoso-entra|1")).toBeTruthy();
});

it("shows a profile with where its values came from, and the whole of it as JSON", async () => {
  render(User, { params: { id: "oidc|contoso-entra|1" } });
  const table = within(await screen.findByTestId("user-attributes"));
  expect(table.getByRole("row", { name: /department Research context.userinfo.department/ })).toBeTruthy();
  expect(table.getByRole("row", { name: /groups \["staff","admins"\] Not known/ })).toBeTruthy();
  expect(
    screen
      .getAllByText("contoso-entra")
      .map((link) => link.getAttribute("href"))
      .find(Boolean),
  ).toBe("#/connections/con_8ZkQ4tRvM2xJ/settings");
  expect(screen.getByRole("region", { name: "Raw JSON", hidden: true }).textContent).toContain(
    '"user_id": "oidc|contoso-entra|1"',
  );
});

it("says that a user is blocked, and into which groups the provider put the user", async () => {
  render(User, { params: { id: "oidc|acme-okta|2" } });
  const groups = await screen.findByTestId("user-groups");
  expect(
    within(groups)
      .getAllByText(/./)
      .map((group) => group.textContent),
  ).toEqual(["Harbour pilots", "Night watch"]);
  expect(screen.getByText("Blocked")).toBeTruthy();
  expect(screen.getByText(/cannot sign in, whatever the provider says/)).toBeTruthy();
});

it("says nothing of blocking and of groups where there is none", async () => {
  render(User, { params: { id: "oidc|contoso-entra|1" } });
  await screen.findByTestId("user-attributes");
  expect(screen.queryByText("Blocked")).toBeNull();
  expect(screen.queryByRole("heading", { name: "Groups" })).toBeNull();
});

it("deletes a user once the address or the user ID was typed", async () => {
  const user = userEvent.setup();
  render(User, { params: { id: "oidc|contoso-entra|1" } });
  await user.click(await screen.findByRole("button", { name: "Delete user…" }));
  const dialog = within(screen.getByRole("dialog"));
  await user.type(dialog.getByRole("textbox"), "somebody@else.example");
  expect(dialog.getByRole("button", { name: "Delete user" })).toHaveProperty("disabled", true);
  await user.clear(dialog.getByRole("textbox"));
  await user.type(dialog.getByRole("textbox"), "priya.natarajan@contoso.example");
  await user.click(dialog.getByRole("button", { name: "Delete user" }));
  await vi.waitFor(() => expect(router.path).toBe("/users"));
  expect(fake.calls("deleteUser")).toEqual([["oidc|contoso-entra|1", "priya.natarajan@contoso.example"]]);
});

it("says so when there is no such user", async () => {
  render(User, { params: { id: "oidc|acme|nobody" } });
  expect((await screen.findByRole("alert")).textContent).toContain(
    "The tenant has no user with the ID oidc|acme|nobody.",
  );
});
