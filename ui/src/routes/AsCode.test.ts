// “Show as request”: what a change sends, before it happens and after.
import { fake } from "$lib/api/fake";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import App from "../App.svelte";
import { violations } from "../test/axe";

const id = "con_8ZkQ4tRvM2xJ";
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const dialog = async () => within(await screen.findByRole("dialog", { name: "Show as request" }));

async function opened(hash: string) {
  location.hash = hash;
  render(App);
  await vi.waitFor(() => screen.getByRole("heading", { level: 1 }));
}

beforeEach(async () => {
  localStorage.clear();
  await tenantDesk.load();
});

it("shows what a save would send, in the language that was chosen last, and the secret for this view only", async () => {
  await opened(`#/connections/${id}/settings`);
  await userEvent.type(await screen.findByLabelText("Scopes"), " phone");
  await press("Show as request");
  let shown = await dialog();
  await vi.waitFor(() => shown.getByRole("tab", { name: "curl", selected: true }));
  expect(fake.calls("showRequests")[0]).toMatchObject([{ kind: "save", edit: { id } }, false]);
  expect(shown.getByRole("tabpanel").textContent).toContain("IDP_CLIENT_SECRET");
  expect(await violations(document.body)).toEqual([]);

  shown.getByRole("tab", { name: "curl" }).focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(shown.getByRole("tab", { name: "Ruby", selected: true })).toBe(document.activeElement);
  expect(shown.getByRole("tabpanel", { name: "Ruby" }).textContent).toContain("net/http");
  await userEvent.click(shown.getByRole("checkbox", { name: "Show the real secret" }));
  await vi.waitFor(() => expect(shown.getByRole("tabpanel").textContent).toContain("s3cret"));
  await userEvent.click(shown.getByRole("button", { name: "Close" }));

  await press("Show as request");
  shown = await dialog();
  await vi.waitFor(() => shown.getByRole("tab", { name: "Ruby", selected: true }));
  expect(shown.getByRole("tabpanel").textContent).not.toContain("s3cret");
  expect(fake.calls("saveConnection")).toEqual([]);
});

it("says what a form lacks in the place of half a request", async () => {
  fake.answer("showRequests", () => {
    throw { code: "x", message: "The client ID is missing.", field: "client_id", remedy: "Enter it." };
  });
  await opened("#/connections/new");
  await press("Show as request");
  const shown = await dialog();
  expect(await shown.findByText("The client ID is missing.")).toBeTruthy();
  expect(shown.queryByRole("tabpanel")).toBeNull();
  expect(shown.queryByRole("button", { name: "Copy" })).toBeNull();
});

it("shows what was sent by an entry of the history, and says where that is not kept", async () => {
  await opened(`#/connections/${id}/history`);
  await userEvent.click(await screen.findByRole("button", { name: /reated/ }));
  expect(screen.getByText(/What was sent is not kept/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show as request" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /Client Secret/ }));
  await press("Show as request");
  const shown = await dialog();
  await vi.waitFor(() => shown.getByRole("tabpanel"));
  expect(fake.calls("showRequests")).toEqual([[{ kind: "entry", entry: 3 }, false]]);
});

it("numbers several calls, and copies one or all of them", async () => {
  const call = (says: string) => ({ says, method: "PATCH", path: `/connections/${id}/clients` });
  fake.answer("showRequests", () => ({
    calls: [call("Enables 50 applications."), call("Enables 2 applications.")],
    more: 0,
    secrets: [],
    languages: [{ label: "curl", needs: "curl.", programs: ["one\n", "two\n"] }],
    token: "TOKEN",
  }));
  const copied = vi.fn(() => Promise.resolve());
  Object.defineProperty(navigator, "clipboard", { value: { writeText: copied }, configurable: true });
  await opened(`#/connections/${id}/history`);
  await userEvent.click(await screen.findByRole("button", { name: /Client Secret/ }));
  await press("Show as request");
  const shown = await dialog();
  await userEvent.click(await shown.findByRole("tab", { name: /2 Enables 2 applications/ }));
  expect(shown.getByRole("tabpanel").textContent).toBe("two");
  await userEvent.click(shown.getByRole("button", { name: "Copy call 2" }));
  await userEvent.click(shown.getByRole("button", { name: "Copy all 2" }));
  expect(copied.mock.calls).toEqual([["two\n"], ["one\n\ntwo\n"]]);
  expect(shown.queryByRole("checkbox")).toBeNull();
  expect(await violations(document.body)).toEqual([]);
});

it("says to which tenant it goes, and of many how many more follow", async () => {
  fake.answer("showRequests", () => ({
    calls: [{ says: "Deletes the connection.", method: "DELETE", path: "/connections/a" }],
    more: 1200,
    secrets: [],
    languages: [{ label: "curl", needs: "curl.", programs: ["one\n"] }],
    token: "TOKEN",
  }));
  await opened("#/connections/new");
  await press("Show as request");
  const shown = await dialog();
  const text = `What Create will send to ${tenantDesk.place?.text}: the first 1 call. Up to 1,200 more are like them.`;
  expect(await shown.findByText(text)).toBeTruthy();
});

it("shows what a switch would send without turning it", async () => {
  await opened(`#/connections/${id}/applications`);
  await userEvent.click(await screen.findByRole("button", { name: "Show as request: Field Portal" }));
  const shown = await dialog();
  await vi.waitFor(() => shown.getByRole("tabpanel"));
  expect(fake.calls("showRequests")[0]).toMatchObject([{ kind: "applications", connection_id: id }, false]);
  expect(fake.calls("switchApplications")).toEqual([]);
  expect(await violations(document.body)).toEqual([]);
});

it("shows what each switch of an organization would send", async () => {
  await opened(`#/connections/${id}/organizations`);
  const menus = await screen.findAllByRole("button", { name: /^Show as request: / });
  await userEvent.click(menus[0] as HTMLElement);
  await userEvent.click((await screen.findAllByRole("menuitem"))[0] as HTMLElement);
  const shown = await dialog();
  await vi.waitFor(() => shown.getByRole("tabpanel"));
  expect(fake.calls("showRequests")[0]).toMatchObject([{ kind: "organizations", connection_id: id }, false]);
  expect(fake.calls("switchOrganizations")).toEqual([]);
});

it("shows what a restore would send of what is ticked", async () => {
  await opened(`#/connections/${id}/history`);
  await userEvent.click(await screen.findByRole("button", { name: /Client Secret/ }));
  await press("Undo only this change");
  const review = within(await screen.findByRole("dialog", { name: /^Undo/ }));
  await userEvent.click(review.getByRole("button", { name: "Show as request" }));
  await dialog();
  expect(fake.calls("showRequests")[0]).toMatchObject([{ kind: "restore", restore: { entry: 3 } }, false]);
  expect(fake.calls("restore")).toEqual([]);
});
