// What is left of the window when something in it fails.
import App from "../App.svelte";
import type { UserView } from "$lib/api";
import { fake } from "$lib/api/fake";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { router } from "$lib/router.svelte";
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

beforeEach(() => tenantDesk.load());
afterEach(() => toasts.clear());

/** What no tenant should answer. */
const nothing = [null] as unknown as UserView["identities"];
const user = "oidc|contoso-entra|u0";
async function at(path: string) {
  location.hash = `#${path}`;
  render(App);
  await screen.findByRole("main");
}

it("a page that cannot be drawn says so, tries again, and leaves the way to the others", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  fake.answer("user", () => ({
    row: { user_id: user, name: "Ada", email: null, connection: null, logins: 1, last_login: null, problem: null },
    attributes: [],
    traced_at: null,
    identities: nothing,
    blocked: false,
    groups: [],
    raw: "",
  }));
  await at(`/users/${encodeURIComponent(user)}`);
  expect((await screen.findByRole("alert")).textContent).toContain("This page cannot be shown");
  expect(screen.getByRole("alert").textContent).not.toMatch(/TypeError|undefined|null/);
  expect(screen.getByRole("button", { name: "Copy the details" })).toBeTruthy();
  expect(screen.getByRole("navigation")).toBeTruthy();

  fake.answer("user", () => ({
    row: { user_id: user, name: "Ada", email: null, connection: null, logins: 1, last_login: null, problem: null },
    attributes: [],
    traced_at: null,
    identities: [],
    blocked: false,
    groups: [],
    raw: "{}",
  }));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Attributes" })).toBeTruthy();
  logged.mockRestore();
});

it("a page that broke holds nobody, and the next one is shown", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  fake.answer("user", () => ({
    row: { user_id: user, name: "Ada", email: null, connection: null, logins: 1, last_login: null, problem: null },
    attributes: [],
    traced_at: null,
    identities: nothing,
    blocked: false,
    groups: [],
    raw: "",
  }));
  await at(`/users/${encodeURIComponent(user)}`);
  await userEvent.click(await screen.findByRole("link", { name: "Show all connections" }));
  expect(await screen.findByTestId("connection-row-contoso-entra")).toBeTruthy();
  logged.mockRestore();
});

it("an address that leads nowhere says so", async () => {
  await at("/users/100%");
  expect(await screen.findByRole("heading", { name: /Connections|No such page/ })).toBeTruthy();
  router.go("/users/%zz");
  await screen.findByRole("heading", { name: "No such page" });
  await userEvent.click(screen.getByRole("link", { name: "Show all connections" }));
  expect(await screen.findByRole("heading", { name: "Connections" })).toBeTruthy();
});

it("what fails where nobody waits for it is told", async () => {
  await at("/connections");
  const event = new Event("unhandledrejection") as Event & { reason: unknown };
  event.reason = { code: "x", message: "The keychain is locked.", field: null, remedy: "Unlock it." };
  await fireEvent(window, event);
  expect(await screen.findByText("The keychain is locked. Unlock it.")).toBeTruthy();
});

it("the same check or word twice is no reason to fail", async () => {
  const [{ trialFor }, { connections }] = await Promise.all([
    import("$lib/api/fake/trials"),
    import("$lib/api/fake/tenant"),
  ]);
  const view = connections().find((one) => one.form.name === "contoso-entra");
  if (!view) throw new Error("no such connection");
  const trial = trialFor({ way: "direct", connection_id: view.id, form: view.form }, view.form, "wrong_issuer");
  const twice = <T>(items: T[]) => [...items, ...items];
  fake.answer("keptTrials", () => [
    {
      id: trial.id,
      way: trial.way,
      verdict: "passed",
      headline: trial.headline,
      detail: trial.detail,
      finished_at: trial.trace.started_at,
      person: null,
      took_ms: null,
      has_steps: true,
    },
  ]);
  fake.answer("keptTrial", () => ({
    ...trial,
    trace: {
      ...trial.trace,
      steps: trial.trace.steps.map((step) => ({
        ...step,
        checks: twice(step.checks),
        claims: twice(step.claims),
        attributes: twice(step.attributes),
        findings: twice(step.findings),
      })),
    },
  }));
  await at(`/connections/${view.id}/test`);
  expect(await screen.findByText("Login failed at the ID token checks")).toBeTruthy();
  expect(screen.queryByText("This page cannot be shown")).toBeNull();
});

it("a tab that cannot be drawn leaves what is typed on the others, and so does a dialog over them", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  fake.answer("history", () => nothing as never);
  await at("/connections/con_8ZkQ4tRvM2xJ/settings");
  await userEvent.type(await screen.findByLabelText("Display name"), " typed");
  await userEvent.click(screen.getByRole("tab", { name: /History/ }));
  expect(await screen.findByText("History cannot be shown")).toBeTruthy();
  await userEvent.click(screen.getByRole("tab", { name: /Settings/ }));
  expect((await screen.findByLabelText<HTMLInputElement>("Display name")).value).toMatch(/ typed$/);

  fake.answer("reviewChanges", () => nothing as never);
  await userEvent.click(screen.getByRole("button", { name: /^Review/ }));
  const dialog = await screen.findByRole("dialog", { name: "The review cannot be shown" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Copy the details" }));
  await userEvent.click(within(dialog).getAllByRole("button", { name: "Close" })[0] as HTMLElement);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>("Display name").value).toMatch(/ typed$/);
  logged.mockRestore();
});
