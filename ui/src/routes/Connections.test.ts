import type { ConnectionPage } from "$lib/api";
import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import Connections from "./Connections.svelte";

beforeEach(() => (connectionList.search = ""));

it("lists connections and finds them by name or host", async () => {
  await connectionList.load();
  render(Connections);
  expect(screen.getByTestId("connection-row-contoso-entra").textContent).toContain("login.microsoftonline.com");
  await userEvent.type(screen.getByRole("searchbox"), "globex");
  expect(screen.getAllByTestId(/^connection-row-/)).toHaveLength(1);
  await userEvent.clear(screen.getByRole("searchbox"));
  await userEvent.type(screen.getByRole("searchbox"), "nothing like it");
  expect(screen.getByText("No connection fits “nothing like it”")).toBeTruthy();
});

it("does not say that nothing fits while the rest of the list is still being read", async () => {
  let end: (page: ConnectionPage) => void = () => {};
  const rest = new Promise<ConnectionPage>((resolve) => (end = resolve));
  const rows = (await connectionList.load(), connectionList.rows ?? []);
  connectionList.rows = null;
  fake.answer("listConnections", (from) => (from === null ? { rows, next: "more" } : rest));
  const loading = connectionList.load();
  render(Connections);
  await userEvent.type(await screen.findByRole("searchbox"), "nothing like it");
  expect(
    await screen.findByText(`None of the ${rows.length} connections read so far fits “nothing like it”`),
  ).toBeTruthy();
  expect(screen.getByText(/The rest of the list is still being read/)).toBeTruthy();
  end({ rows: [], next: null });
  await loading;
  expect(await screen.findByText("No connection fits “nothing like it”")).toBeTruthy();
});

it("draws only a part of a long list", async () => {
  fake.reset("many");
  await connectionList.load();
  render(Connections);
  expect(screen.getAllByTestId(/^connection-row-/).length).toBeLessThan(60);
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("1201");
});

it("sets up the practice provider with one press", async () => {
  fake.reset("empty");
  await connectionList.load();
  render(Connections);
  await userEvent.dblClick(screen.getByRole("button", { name: "Try it with the built-in provider" }));
  await vi.waitFor(() => expect(location.hash).toMatch(/^#\/connections\/con_.*\/test$/));
  expect(fake.calls("connectPracticeProvider")).toHaveLength(1);
});

it("says what went wrong, and tries again", async () => {
  fake.answer("listConnections", () => {
    throw { code: "away", message: "The tenant did not answer.", field: null, remedy: null };
  });
  await connectionList.load();
  render(Connections);
  expect(screen.getByRole("alert").textContent).toContain("The tenant did not answer.");
  fake.reset();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("connection-row-acme-okta")).toBeTruthy();
});

it("ends a list whose pages lead back", async () => {
  const next: Record<string, string> = { start: "a", a: "b", b: "a" };
  fake.answer("listConnections", (from: string | null) => ({ rows: [], next: next[from ?? "start"] ?? null }));
  await connectionList.start();
  expect(connectionList.problem?.message).toContain("leads back to a page that was read before");
  expect(connectionList.busy).toBe(false);
  expect(fake.calls("listConnections")).toHaveLength(3);
});
