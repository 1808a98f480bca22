import App from "../App.svelte";
import { fake } from "$lib/api/fake";
import { planned } from "$lib/api/fake/commands/transfers";
import type { TransferQuestion, TransferRun, ValueShape } from "$lib/api";
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
  await userEvent.click(screen.getByRole("button", { name: "Change Client ID of contoso-entra" }));
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

it("says what stands in place of the source’s and why, and another value takes its place", async () => {
  const container = await plan();
  const part = within(screen.getByTestId("planned-contoso-entra"));
  expect(part.getByText("Remembered from last time")).toBeTruthy();
  expect(part.getByText("As last time")).toBeTruthy();
  expect(part.getByText("Local tenant’s own")).toBeTruthy();
  await userEvent.click(part.getByRole("button", { name: "Change Client ID of contoso-entra" }));
  const input = part.getByLabelText<HTMLInputElement>("Client ID of contoso-entra on Local tenant");
  expect(input.value).toBe("9d2c7b1e");
  expect(await violations(container)).toEqual([]);
  await userEvent.clear(input);
  await userEvent.type(input, "another{Enter}");
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(2));
  expect(fake.calls("planTransfer")[1]?.[2]).toMatchObject({
    policies: [{ connection: "contoso-entra", path: "/options/client_id", policy: "substitute", value: "another" }],
  });
});

it("plans without what is remembered, and with it again", async () => {
  await plan();
  await userEvent.click(screen.getByRole("button", { name: "Plan without it" }));
  await userEvent.click(await screen.findByRole("button", { name: "Plan with it" }));
  await screen.findByRole("button", { name: "Plan without it" });
  expect(fake.calls("planTransfer").map(([, , choices]) => choices)).toMatchObject([
    {},
    { forget: true },
    { forget: false },
  ]);
});

it("another application and another connection are chosen in their place", async () => {
  await plan();
  await leaveKioskOut();
  await userEvent.click(screen.getByRole("button", { name: "Choose another application for Kiosk" }));
  await userEvent.selectOptions(screen.getByLabelText("Another application for Kiosk"), "Field Portal");
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(3));
  await userEvent.click(screen.getByRole("button", { name: "Choose another connection for acme-okta" }));
  await userEvent.selectOptions(screen.getByLabelText("Another connection for acme-okta"), "contoso-entra");
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(4));
  expect(fake.calls("planTransfer")[3]?.[2]).toMatchObject({
    pairs: [{ source: "acme-okta", target: { kind: "connection" } }],
  });
});

it.each<[TransferQuestion["kind"], string, ValueShape, string, unknown]>([
  ["value", "/options/client_id", "text", "c-1", "c-1"],
  ["placeholder", "/options/domain_aliases", "list", "a.example, b.example", ["a.example", "b.example"]],
  ["placeholder", "/options/upstream_params", "json", '{{"a":{{"value":"b"}}', { a: { value: "b" } }],
  ["placeholder", "/options/unknown", "number", "12", 12],
  ["loopback", "/options/discovery_url", "text", "https://id.example", "https://id.example"],
])("a question of the kind %s about %s takes a value of its kind", async (kind, about, shape, typed, value) => {
  await asked({ kind, about, shape });
  const part = within(screen.getByTestId("planned-contoso-entra"));
  await userEvent.type(part.getByLabelText(`Value of ${about} of contoso-entra`), typed);
  await userEvent.click(part.getByRole("button", { name: "Use it" }));
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(2));
  expect(fake.calls("planTransfer")[1]?.[2]).toMatchObject({
    policies: [{ connection: "contoso-entra", path: about, policy: "substitute", value }],
  });
});

it("a value that is none of its kind is refused where it is typed, and stays", async () => {
  await asked({ kind: "placeholder", about: "/options/upstream_params", shape: "json" });
  const input = screen.getByLabelText<HTMLInputElement>("Value of /options/upstream_params of contoso-entra");
  await userEvent.type(input, "no json{Enter}");
  expect(screen.getByRole("alert").textContent).toContain("JSON is wanted");
  expect([input.value, fake.calls("planTransfer").length]).toEqual(["no json", 1]);
});

it("a secret is typed out of sight, and goes as a secret and as nothing else", async () => {
  await asked({ kind: "secret", about: "/options/client_secret", shape: "secret" });
  const input = screen.getByLabelText<HTMLInputElement>("Client Secret of contoso-entra");
  expect(input.type).toBe("password");
  await userEvent.type(input, "s3cret{Enter}");
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(2));
  const [, , choices] = fake.calls("planTransfer")[1] ?? [];
  expect(choices).toMatchObject({ secrets: [{ connection: "contoso-entra", secret: "s3cret" }] });
  expect(choices).not.toHaveProperty("policies");
});

it.each<[TransferQuestion["kind"], string, RegExp, object]>([
  ["domains", "/options/domain_aliases", /^Add them here as well/, { share_domains: true }],
  ["domains", "/options/domain_aliases", /^Keep what/, { policies: [{ policy: "keep" }] }],
  ["hidden", "/applications", /^Keep what/, { policies: [{ path: "/applications", policy: "keep" }] }],
  ["secret", "/options/client_secret", /^Copy ExampleCo Staging’s/, { policies: [{ policy: "carry" }] }],
  ["unreadable", "contoso-entra", /^Leave it out/, { pairs: [{ target: { kind: "left_out" } }] }],
])("a question of the kind %s about %s is decided at a click: %s", async (kind, about, name, choices) => {
  await asked({ kind, about, shape: kind === "secret" ? "secret" : "text" });
  await userEvent.click(
    within(screen.getByRole("list", { name: "Questions about contoso-entra" })).getByRole("button", { name }),
  );
  await vi.waitFor(() => expect(fake.calls("planTransfer")[1]?.[2]).toMatchObject(choices));
});

it("shows what it would send, and the command that does the same", async () => {
  const container = await plan();
  await userEvent.click(screen.getByRole("button", { name: "Show as request what is written to globex-entra" }));
  await vi.waitFor(() =>
    expect(fake.calls("showRequests")[0]?.[0]).toEqual({ kind: "plan", plan: "plan_1", connection: "globex-entra" }),
  );
  await userEvent.click(within(screen.getByRole("dialog")).getAllByRole("button", { name: "Close" })[0] as HTMLElement);
  await leaveKioskOut();
  await userEvent.click(screen.getByRole("button", { name: "As command" }));
  const dialog = screen.getByRole("dialog");
  expect(dialog.textContent).toContain("lintel connections promote");
  expect(dialog.textContent).toContain("--from 'ExampleCo Staging' --to 'Local tenant' --answers answers.json --plan");
  expect(dialog.textContent).toContain('"Kiosk"');
  expect(await violations(container)).toEqual([]);
});

it("tells whom a change reaches as far as the tenant tells", async () => {
  fake.answer("findUsers", () => {
    throw { code: "insufficient_scope", message: "The token lacks read:users.", field: null, remedy: null };
  });
  await plan();
  const part = within(screen.getByTestId("planned-contoso-entra"));
  expect(await part.findByText("Not known: The token lacks read:users.")).toBeTruthy();
  expect(within(screen.getByTestId("planned-globex-entra")).queryByText("Who feels it")).toBeNull();
});

it("in production nothing is written before the tenant’s name is typed", async () => {
  const { options } = tenantDesk.tenants.find(({ id }) => id === "local") ?? {};
  if (options) await tenantDesk.settle("local", { ...options, production: true });
  await plan();
  await userEvent.selectOptions(screen.getByLabelText("Application for Kiosk"), "Leave it out");
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Apply in production…" });
  await vi.waitFor(() => expect(button.disabled).toBe(false));
  await userEvent.click(button);
  const dialog = within(screen.getByRole("dialog"));
  const confirm = dialog.getByRole<HTMLButtonElement>("button", { name: "Apply in production" });
  expect(confirm.disabled).toBe(true);
  await userEvent.type(dialog.getByLabelText("Type Local tenant to do it in production anyway"), "Local tenant");
  await userEvent.click(confirm);
  expect(await screen.findByText(/^Done: 2 connections, 2 steps/)).toBeTruthy();
});

it("imports a file that the system’s dialog chose, from the list and from the palette", async () => {
  render(App);
  await userEvent.click(await screen.findByRole("button", { name: "Import connections" }));
  await userEvent.click(screen.getByRole("menuitem", { name: "Import a folder…" }));
  await screen.findByTestId("plan-summary");
  expect(fake.calls("chooseImport")).toEqual([[true]]);
  expect(fake.calls("planTransfer")[0]?.[1]).toEqual({ kind: "file", path: "/home/me/acme.json" });
  await userEvent.keyboard("{Control>}k{/Control}");
  await userEvent.type(within(screen.getByRole("dialog")).getByRole("combobox"), "Import a file{Enter}");
  await vi.waitFor(() => expect(fake.calls("planTransfer")).toHaveLength(2));
  expect(fake.calls("chooseImport")[1]).toEqual([false]);
});

it("goes nowhere when the dialog is closed, and says it where it does not come", async () => {
  fake.answer("chooseImport", () => null);
  render(App);
  router.go("/promote");
  await userEvent.click(await screen.findByRole("button", { name: "Import a file…" }));
  expect(fake.calls("planTransfer")).toHaveLength(0);
  fake.answer("chooseImport", () => {
    throw { code: "file-unreadable", message: "It has signs in its name that are no text.", field: null, remedy: null };
  });
  await userEvent.click(screen.getByRole("button", { name: "Import a file…" }));
  expect(await screen.findByText(/signs in its name/)).toBeTruthy();
});

it("asks for the passphrase of a sealed file, and a wrong one loses nothing", async () => {
  const { container } = render(App);
  router.go("/promote?file=%2Fhome%2Fme%2Fsealed.json");
  await screen.findByTestId("plan-summary");
  const passphrase = screen.getByLabelText<HTMLInputElement>("Passphrase of the file");
  await leaveKioskOut();
  await userEvent.type(passphrase, "close sesame{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("is not the one");
  expect(passphrase.value).toBe("close sesame");
  expect(screen.getByTestId("plan-summary")).toBeTruthy();
  expect(await violations(container)).toEqual([]);
  await userEvent.clear(passphrase);
  await userEvent.type(passphrase, "open sesame{Enter}");
  await vi.waitFor(() => expect(screen.queryByLabelText("Passphrase of the file")).toBeNull());
  expect(fake.calls("planTransfer").at(-1)?.[2]).toMatchObject({ applications: [{ source: "Kiosk", target: null }] });
  await userEvent.click(screen.getByRole("button", { name: "As command" }));
  const command = screen.getByRole("dialog").textContent;
  expect(command).toContain("lintel connections import /home/me/sealed.json --tenant 'Local tenant'");
  expect(command).toContain("LINTEL_PASSPHRASE");
  expect(command).not.toContain("open sesame");
});

it("says what a file is that cannot be read, and another can be chosen", async () => {
  fake.answer("planTransfer", () => {
    throw { code: "file-unreadable", message: "acme.json ends in the middle, on line 3.", field: null, remedy: null };
  });
  render(App);
  router.go("/promote?file=acme.json");
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Nothing was taken from the file");
  expect(alert.textContent).toContain("ends in the middle");
  expect(screen.getByRole("button", { name: "Import a file…" })).toBeTruthy();
});

/** The plan with this question in place of the other. */
async function asked(question: Pick<TransferQuestion, "kind" | "about" | "shape">) {
  const plan = planned({});
  fake.answer("planTransfer", () => ({
    ...plan,
    connections: plan.connections.map((one) =>
      one.questions.length > 0
        ? { ...one, questions: [{ message: "It is asked.", remedy: "Answer.", candidates: [], ...question }] }
        : one,
    ),
  }));
  render(App);
  router.go("/promote?from=staging&connection=con_1");
  await screen.findByTestId("plan-summary");
}

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
