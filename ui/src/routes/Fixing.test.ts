// A failed test: the page where it stopped, the change that mends it, and what to say to the provider's administrator.
import { fake } from "$lib/api/fake";
import { played } from "$lib/api/fake/played";
import type { Finding, ShownPage, TrialView } from "$lib/api";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { forgetChoices } from "$lib/features/trial/through.svelte";
import { router } from "$lib/router.svelte";
import { violations } from "../test/axe";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import Connection from "./Connection.svelte";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
let stop: () => void;

const page: ShownPage = {
  read_at: "2026-03-02T09:36:14Z",
  address: "https://login.microsoftonline.com/authorize",
  host: "login.microsoftonline.com",
  secure: true,
  status: 400,
  title: "Sign in to your account",
  text: "Sorry, but we’re having trouble signing you in.\nAADSTS700016: Application ‘2f7a’ was not found.",
  marks: ["AADSTS700016", "2f7a"],
};
const finding: Finding = {
  code: "pkce-refused",
  severity: "error",
  member: null,
  message: "Microsoft Entra ID refused: it does not know the client.",
  expected: null,
  got: null,
  remedy: "Set PKCE to S256.",
  spec: "",
};

function signIn(view: TrialView) {
  const step = view.trace.steps.find((one) => one.kind === "sign_in");
  if (!step) throw new Error("nobody signed in");
  return step;
}

/** A test that stops at the provider, with what the console says of it. */
function stopped(view: TrialView, own: string, over: Partial<TrialView> = {}): TrialView {
  const at = view.trace.steps.findIndex((step) => step.kind === "sign_in");
  const steps = view.trace.steps.slice(0, at + 1);
  const step = { ...signIn(view), state: "failed" as const, summary: finding.message, findings: [finding], page };
  return {
    ...view,
    id: own,
    state: "failed",
    headline: "Login stopped on a page of login.microsoftonline.com",
    detail: finding.message,
    diagnosis: finding,
    fix: { label: "Use PKCE S256", change: { field: "pkce", value: "S256" } },
    ask: "Our sign-ins as client 2f7a stop. Say which client ID our application has.",
    trace: { ...view.trace, steps: [...steps.slice(0, at), step] },
    ...over,
  };
}

async function failed(over: Partial<TrialView> = {}) {
  router.go(`/connections/${id}/test`);
  await new Promise((done) => setTimeout(done));
  fake.answer("startTrial", (own, request) => stopped(played(request, undefined, undefined), own, over));
  render(Connection, { params: { id, tab: "test" } });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Test (again|login)$/ }));
  await screen.findByRole("alert", { name: "Diagnosis" });
  return user;
}

beforeEach(async () => {
  forgetChoices();
  stop = router.start();
  await tenantDesk.load();
});
afterEach(() => {
  stop();
  toasts.clear();
});

it("shows the page where it stopped, with what says so marked in it", async () => {
  await failed();
  const shown = within(screen.getByRole("region", { name: "The page where it stopped" }));
  expect(shown.getByText("login.microsoftonline.com")).toBeTruthy();
  expect(shown.getByText("Title: Sign in to your account")).toBeTruthy();
  expect(shown.getByRole("group", { name: "Its text" }).querySelectorAll("mark")).toHaveLength(2);
  expect(screen.getByText("Stopped on a page that says AADSTS700016")).toBeTruthy();
  expect(await violations(document.body)).toEqual([]);
});

it("says so where the web engine does not tell what a page shows", async () => {
  const view = stopped(
    played({ way: "through_tenant", connection_id: id, application: null, organization: null }, undefined, undefined),
    "own",
  );
  await failed({
    trace: { ...view.trace, steps: [{ ...signIn(view), page: { ...page, text: null, title: null, marks: [] } }] },
  });
  expect(screen.getByText(/^Not told/)).toBeTruthy();
});

it("puts the change into the form, where it stands as any change", async () => {
  const user = await failed();
  await user.click(button("Use PKCE S256"));
  expect(await screen.findByText("1 unsaved change")).toBeTruthy();
  expect(fake.calls("saveConnection")).toEqual([]);
});

it("saves that one field and tests again, and what else is typed stays typed", async () => {
  const user = await failed({ fix: { label: "Ask for groups", change: { field: "scope", value: "openid groups" } } });
  await user.click(button("Ask for groups"));
  fake.answer("startTrial", (own, request) => stopped(played(request, undefined, undefined), own));
  await user.click(button(/^Test again/));
  await user.click(await screen.findByRole("button", { name: "Fix it and test again" }));
  await vi.waitFor(() => expect(fake.calls("startTrial")).toHaveLength(3));
  expect(fake.calls("saveConnection")).toMatchObject([
    [{ form: { pkce: "S256", scope: "openid profile email" } }, { seen: null }],
  ]);
  const { way } = fake.calls("startTrial")[1]?.[1] as { way: string };
  expect(fake.calls("startTrial")[2]?.[1]).toMatchObject({ way });
  expect(screen.getByText("1 unsaved change")).toBeTruthy();
});

it("does not test where the save is refused", async () => {
  const user = await failed();
  fake.answer("saveConnection", () => {
    throw { code: "x", message: "The tenant refused.", field: null, remedy: null };
  });
  await user.click(button("Fix it and test again"));
  expect(await screen.findByText(/The tenant refused/)).toBeTruthy();
  expect(fake.calls("startTrial")).toHaveLength(1);
});

it("in production opens the review of that field, and saves nothing by itself", async () => {
  await tenantDesk.choose("staging");
  const options = { colour: null, read_only: false, proxy: "", authorities: "" };
  await tenantDesk.settle("staging", { ...options, production: true });
  const user = await failed();
  await user.click(button("Review the change"));
  expect(await screen.findByRole("dialog")).toBeTruthy();
  expect(fake.calls("saveConnection")).toEqual([]);
  expect(fake.calls("startTrial")).toHaveLength(1);
  await tenantDesk.settle("staging", { ...options, production: false });
  await tenantDesk.choose("local");
});

it("copies the sentence for the provider's administrator with one press", async () => {
  const user = await failed();
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(button("Copy the sentence for the provider’s admin"));
  expect(copied).toHaveBeenCalledWith(expect.stringContaining("Say which client ID"));
});

it("offers nothing where nothing of this connection mends it", async () => {
  await failed({ fix: null, ask: null });
  expect(screen.queryByRole("group", { name: "Fix it" })).toBeNull();
  expect(screen.queryByRole("region", { name: "For the provider’s admin" })).toBeNull();
});

it("tells what a test without a verdict showed last, once", async () => {
  const closed = "The sign-in window was closed while it showed “Oops”.";
  await failed({
    state: "ended",
    headline: "Test ended",
    detail: `${closed} It had run for 4.1 s, and was at the provider.`,
    diagnosis: { ...finding, code: "window-closed", severity: "note", message: closed },
    fix: null,
    ask: null,
  });
  expect(screen.getAllByText(closed)).toHaveLength(1);
  expect(screen.getByText("It had run for 4.1 s, and was at the provider.")).toBeTruthy();
  expect(screen.getByRole("region", { name: "The page where it stopped" })).toBeTruthy();
});
