// What belongs to one tenant is neither shown nor done on another.
import App from "../App.svelte";
import { fake } from "$lib/api/fake";
import { bulks } from "$lib/features/connections/bulk.svelte";
import { connectionList } from "$lib/features/connections/list.svelte";
import { selection } from "$lib/features/connections/selection.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { userCount } from "$lib/features/users/users.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

beforeEach(() => tenantDesk.load());
afterEach(() => {
  bulks.here.dismiss();
  toasts.clear();
});

const id = "con_8ZkQ4tRvM2xJ";

async function at(path: string) {
  location.hash = `#${path}`;
  render(App);
  await screen.findByRole("main");
}

/** Answers that come when they are told to. */
function held<T>() {
  const answers: ((answer: T) => void)[] = [];
  return { ask: () => new Promise<T>((done) => answers.push(done)), answers };
}

it("a page that is open when another tenant comes in front is built anew, and saves nothing there", async () => {
  await at(`/connections/${id}/settings`);
  await userEvent.type(await screen.findByLabelText("Display name"), " of the first");
  const read = fake.calls("connection").length;
  await tenantDesk.choose("staging");
  await vi.waitFor(() => expect(fake.calls("connection").length).toBe(read + 1));
  expect((await screen.findByLabelText<HTMLInputElement>("Display name")).value).not.toContain("of the first");
  await userEvent.keyboard("{Control>}s{/Control}");
  expect(fake.calls("saveConnection")).toEqual([]);
});

it("a page of the tenants themselves stays, with what is typed", async () => {
  await at("/tenants/connect");
  await userEvent.type(await screen.findByLabelText("Domain"), "new.eu.auth0.com");
  await tenantDesk.choose("staging");
  expect(screen.getByLabelText<HTMLInputElement>("Domain").value).toBe("new.eu.auth0.com");
});

it("an answer about the tenant before is not shown", async () => {
  await at(`/connections/${id}/login-experience`);
  const routes = held<never>();
  fake.answer("routeEmail", routes.ask);
  await userEvent.type(await screen.findByLabelText("Try an email address"), "ada@contoso.com");
  await vi.waitFor(() => expect(routes.answers).toHaveLength(1));
  await tenantDesk.choose("staging");
  const field = await screen.findByLabelText<HTMLInputElement>("Try an email address");
  await vi.waitFor(() => expect(field.isConnected && field.value).toBe(""));
  routes.answers[0]?.({ connections: [], applications: [] } as never);
  await new Promise((done) => setTimeout(done));
  expect(screen.getByTestId("route").textContent.trim()).toBe("");
});

it("lists, counts and what is selected begin afresh", async () => {
  await at("/connections");
  await screen.findByTestId("connection-row-contoso-entra");
  selection.turn(id, [id]);
  connectionList.search = "entra";
  fake.answer("listConnections", () => new Promise(() => undefined));
  fake.answer("findUsers", () => new Promise(() => undefined));
  await tenantDesk.choose("staging");
  await vi.waitFor(() => expect(connectionList.rows).toBeNull());
  expect([connectionList.search, selection.ids.size, userCount.total]).toEqual(["", 0, null]);
  expect(screen.queryByTestId("connection-row-contoso-entra")).toBeNull();
});

it("a change of many goes on where it began: the other tenant does not show it, and cannot take it back", async () => {
  const change = held<{ changed: string[]; unchanged: number; failed: []; left: number }>();
  fake.answer("changeConnections", change.ask);
  await at("/connections");
  await screen.findByTestId("connection-row-contoso-entra");
  const rows = (connectionList.rows ?? []).slice(0, 2);
  void bulks.here.showButton(rows, false);
  expect(await screen.findByText(/Hiding the button/)).toBeTruthy();

  await tenantDesk.choose("staging");
  await vi.waitFor(() => expect(screen.queryByText(/Hiding the button/)).toBeNull());
  change.answers[0]?.({ changed: rows.map((row) => row.id), unchanged: 0, failed: [], left: 0 });
  const told = await screen.findByText(/Local tenant.*: 2 connections no longer shown as a button/);
  expect(told.parentElement?.textContent).not.toContain("Undo");
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();

  await tenantDesk.choose("local");
  expect(await screen.findByRole("button", { name: "Undo" })).toBeTruthy();
});
