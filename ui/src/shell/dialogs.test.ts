// Where the focus is when a dialog opens, and that Esc closes each.
import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import App from "../App.svelte";
import Dialog from "$lib/ui/Dialog.svelte";
import { createRawSnippet } from "svelte";

const focused = () => document.activeElement as HTMLElement;
const button = (name: string | RegExp) => screen.getByRole("button", { name });

async function at(path: string) {
  fake.reset();
  router.go(path);
  await Promise.all([tenantDesk.load(), connectionList.load()]);
  render(App);
}

async function goneByEsc(user: ReturnType<typeof userEvent.setup>) {
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}

it.each([
  ["/tenants", /^New local tenant/, "Name"],
  ["/applications", /^New application/, "Name"],
  ["/connections/con_practice1/settings", "Delete connection…", "Type the connection’s name to delete it"],
])("what is typed at once goes into the field: %s", async (path, opener, field) => {
  const user = userEvent.setup();
  await at(path);
  const asks = await screen.findByRole("button", { name: opener });
  // Filled red is the step that deletes alone.
  expect(asks.className).not.toContain("btn--danger");
  await user.click(asks);
  const dialog = within(await screen.findByRole("dialog"));
  await user.keyboard("typed");
  expect(dialog.getByLabelText<HTMLInputElement>(field).value).toBe("typed");
  await goneByEsc(user);
  expect(focused()).toBe(button(opener));
});

const writers: [path: string, opener: string | RegExp, select?: boolean][] = [
  ["/connections", "Enable for…", true],
  ["/connections", "Disable for…", true],
  ["/connections", "Delete…", true],
  ["/connections/con_practice1/settings", "Delete connection…"],
  ["/connections/con_practice1/history", "Restore the state before"],
  ["/connections/con_practice1/history", "Undo only this change"],
  ["/applications", /^New application/],
  ["/users/oidc%7Ccontoso-entra%7C1", "Delete user…"],
];

it.each(writers)("a dialog that writes names the tenant: %s, %s", async (path, opener, select = false) => {
  const user = userEvent.setup();
  await at(path);
  if (select) await user.click((await screen.findAllByRole("checkbox"))[1] as HTMLElement);
  if (path.endsWith("history")) await user.click(await screen.findByRole("button", { name: /Client Secret changed/ }));
  await user.click(await screen.findByRole("button", { name: opener }));
  expect(within(await screen.findByRole("dialog")).getByText("Local tenant, localhost:4400")).toBeTruthy();
});

it("Esc closes a dialog while its search has the focus, once the search is empty", async () => {
  const user = userEvent.setup();
  await at("/connections");
  await user.click((await screen.findAllByRole("checkbox"))[1] as HTMLElement);
  await user.click(button("Enable for…"));
  const search = await within(await screen.findByRole("dialog")).findByRole<HTMLInputElement>("searchbox");
  await waitFor(() => expect(focused()).toBe(search));
  await user.keyboard("hr{Escape}");
  expect(search.value).toBe("");
  expect(screen.getByRole("dialog")).toBeTruthy();
  await goneByEsc(user);
});

it("Esc does not close a dialog that waits for an answer", async () => {
  const onclose = vi.fn();
  const none = createRawSnippet(() => ({ render: () => "<span></span>" }));
  render(Dialog, { title: "Working", text: "Wait.", busy: true, actions: none, onclose });
  await userEvent.keyboard("{Escape}");
  screen.getByRole("dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
  expect(onclose).not.toHaveBeenCalled();
});

it("a question that only has buttons begins on the one that loses nothing", async () => {
  const actions = createRawSnippet(() => ({
    render: () => `<div><button class="btn">Keep it</button><button class="btn btn--danger">Delete</button></div>`,
  }));
  render(Dialog, { title: "Delete it?", text: "It goes for good.", actions, onclose: () => undefined });
  expect(focused().textContent).toBe("Keep it");
});

it("editing a value of the issuer goes on in its field, and back to its row", async () => {
  const user = userEvent.setup();
  await at("/connections/con_practice1/settings");
  await user.click(await screen.findByRole("button", { name: "Show issuer details" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Issuer details" }));
  await user.click(await drawer.findByRole("button", { name: "Edit token_endpoint" }));
  const field = drawer.getByLabelText<HTMLInputElement>("token_endpoint");
  expect(focused()).toBe(field);
  await user.keyboard("https://new.example/token{Enter}");
  expect(drawer.getByText("https://new.example/token")).toBeTruthy();
  expect(focused().textContent).toBe("Undo");
  await user.keyboard("{Enter}");
  expect(focused()).toBe(drawer.getByRole("button", { name: "Edit token_endpoint" }));
  // Esc leaves the field first, and then the drawer.
  await user.keyboard("{Enter}{Escape}");
  expect(focused()).toBe(drawer.getByRole("button", { name: "Edit token_endpoint" }));
  await goneByEsc(user);
});
