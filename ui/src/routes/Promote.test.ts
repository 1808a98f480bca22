import App from "../App.svelte";
import { fake } from "$lib/api/fake";
import type { TransferRun } from "$lib/api";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { transfers } from "$lib/features/transfer/transfer.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { violations } from "../test/axe";

beforeEach(async () => {
  location.hash = "#/connections";
  await tenantDesk.load();
  transfers.forget();
});

async function plan() {
  const { container } = render(App);
  router.go("/promote?from=staging&connection=con_1");
  await screen.findByTestId("plan-summary");
  return container;
}

const apply = () => screen.getByRole<HTMLButtonElement>("button", { name: "Apply…" });

async function leaveKioskOut() {
  await userEvent.selectOptions(screen.getByLabelText("Application for Kiosk"), "Leave it out");
  await vi.waitFor(() => expect(apply().disabled).toBe(false));
}

it("plans what is brought, and a question bars the way until it is answered in its place", async () => {
  const container = await plan();
  expect(fake.calls("planTransfer")[0]?.slice(1)).toEqual([
    { kind: "tenant", id: "staging" },
    { connections: ["con_1"] },
  ]);
  expect(screen.getByTestId("plan-summary").textContent).toBe("1 to create, 0 to change, 1 the same, 1 blocked");
  expect(apply().disabled).toBe(true);
  expect(await violations(container)).toEqual([]);
  await leaveKioskOut();
  expect(fake.calls("planTransfer")[1]?.[2]).toMatchObject({ applications: [{ source: "Kiosk", target: null }] });
});

it("takes what would stay, and leaves out a connection", async () => {
  await plan();
  await userEvent.click(screen.getByRole("button", { name: /^Take .*Client ID of contoso-entra/ }));
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(2));
  expect(fake.calls("planTransfer")[1]?.[2]).toMatchObject({
    policies: [{ connection: "contoso-entra", path: "/options/client_id", policy: "carry" }],
  });
  await userEvent.click(screen.getByRole("button", { name: "Leave out contoso-entra" }));
  await vi.waitFor(() => expect(screen.getByTestId("planned-contoso-entra").dataset["state"]).toBe("left_out"));
});

it("writes once that is confirmed, and shows each step and the proof with a test login", async () => {
  const container = await plan();
  await leaveKioskOut();
  await userEvent.click(apply());
  expect(fake.calls("runTransfer")).toHaveLength(0);
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Apply" }));
  expect(await screen.findByText(/^Done: 2 connections, 2 steps/)).toBeTruthy();
  const created = screen.getByTestId("run-globex-entra");
  expect(await within(created).findByRole("img", { name: "Done" })).toBeTruthy();
  expect(within(created).getByRole("link", { name: "Test login" }).getAttribute("href")).toBe(
    "#/connections/con_globex-entra/test",
  );
  expect(await violations(container)).toEqual([]);
});

it("shows the plan again where something moved since, and writes nothing", async () => {
  await plan();
  await leaveKioskOut();
  const shown = transfers.here.plan;
  if (!shown) throw new Error("no plan");
  fake.answer("runTransfer", () => ({
    kind: "moved",
    moved: [{ connection: "contoso-entra", in_target: true, what: ["Scopes"] }],
    plan: { ...shown, id: "plan_2" },
  }));
  await userEvent.click(apply());
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Apply" }));
  expect(await screen.findByText(/contoso-entra on Local tenant: Scopes/)).toBeTruthy();
  expect(transfers.here.plan?.id).toBe("plan_2");
});

it("goes on while another page is shown, and shows the run to who comes back", async () => {
  await plan();
  await leaveKioskOut();
  let end: () => void = () => undefined;
  const run: TransferRun = { ...stopped(), id: "run_2", state: "done", problem: null };
  fake.answer("runTransfer", () => new Promise((done) => (end = () => done({ kind: "ran", run }))));
  await userEvent.click(apply());
  await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Apply" }));
  router.go("/users");
  await screen.findByRole("heading", { name: "Users" });
  router.go("/promote");
  await screen.findByRole("button", { name: "Stop" });
  end();
  expect(await screen.findByText(/^Done: 1 connection/)).toBeTruthy();
});

it.each([
  ["Go on", null, "resumeTransfer"],
  ["Take back…", "Take back", "takeBackTransfer"],
  ["Leave it as it is…", "Leave it", "leaveTransfer"],
] as const)("offers a run that stopped with the program: %s", async (name, confirm, command) => {
  fake.keepTransfer(stopped());
  const { container } = render(App);
  router.go("/promote");
  await userEvent.click(await screen.findByRole("button", { name: "Show it" }));
  expect(await screen.findByText("Stopped after 0 of 1 step")).toBeTruthy();
  expect(await violations(container)).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name }));
  if (confirm) await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: confirm }));
  await vi.waitFor(() => expect(fake.calls(command)).toHaveLength(1));
  await vi.waitFor(() => expect(screen.queryByRole("button", { name: "Go on" })).toBeNull());
});

it("goes from the list to the other tenant with what was chosen", async () => {
  render(App);
  await userEvent.click(await screen.findByRole("checkbox", { name: /contoso-entra/ }));
  await userEvent.click(screen.getByRole("button", { name: "Promote to…" }));
  const dialog = screen.getByRole("dialog");
  await userEvent.selectOptions(within(dialog).getByLabelText("To"), "ExampleCo Staging");
  await userEvent.click(within(dialog).getByRole("button", { name: "Plan" }));
  await screen.findByTestId("plan-summary");
  expect(tenantDesk.tenant?.id).toBe("staging");
  expect(fake.calls("planTransfer")[0]?.[1]).toEqual({ kind: "tenant", id: "local" });
});

function stopped(): TransferRun {
  return {
    id: "run_1",
    at: "2026-11-20T10:04:12Z",
    source: { name: "ExampleCo Staging", domain: "exampleco-staging.eu.auth0.com", fingerprint: "4f9c21d0" },
    target: { name: "Local tenant", domain: "localhost:4400", fingerprint: "a07e66b3" },
    state: "stopped",
    problem: null,
    connections: [
      {
        name: "contoso-entra",
        id: "con_8ZkQ4tRvM2xJ",
        checklist: [],
        proof: null,
        steps: [
          {
            kind: "settings",
            label: "Settings of contoso-entra",
            requests: ["PATCH /api/v2/connections/con_8ZkQ4tRvM2xJ"],
            state: "failed",
            arrived: false,
            problem: { code: "unreachable", message: "No answer within 30 s.", field: null, remedy: null },
            millis: 30000,
          },
        ],
      },
    ],
  };
}
