// Answers that come after the question has changed.
import { fake } from "$lib/api/fake";
import type { ConnectionKeys, ConnectionRow, DeskView, DocumentCheck } from "$lib/api";
import { Application } from "$lib/features/applications/application.svelte";
import { applicationList } from "$lib/features/applications/list.svelte";
import { ConnectionList } from "$lib/features/connections/list.svelte";
import { Counts } from "$lib/features/connections/counts.svelte";
import { DocumentReading } from "$lib/features/issuer/document.svelte";
import { Keys } from "$lib/features/keys/keys.svelte";
import { PracticeDesk } from "$lib/features/practice/practice.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { userCount } from "$lib/features/users/users.svelte";
import { rowOf, connections } from "$lib/api/fake/tenant";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import Connection from "./Connection.svelte";

/** Answers in the order of the test's choosing. */
function later<T>() {
  const waiting: ((value: T) => void)[] = [];
  return {
    ask: () => new Promise<T>((done) => waiting.push(done)),
    answer: (question: number, value: T) => waiting[question]?.(value),
    asked: () => waiting.length,
  };
}
const settled = () => new Promise((done) => setTimeout(done));
const rows = connections().map(rowOf);
const row = (name: string): ConnectionRow => ({ ...(rows[0] as ConnectionRow), name });

it("numbers of another tenant's applications and users do not take the place of this one's", async () => {
  const counts = later<Record<string, number>>();
  fake.answer("connectionsPerApplication", counts.ask);
  const first = applicationList.countConnections();
  const second = applicationList.countConnections();
  counts.answer(1, { new: 2 });
  counts.answer(0, { old: 1 });
  await Promise.all([first, second]);
  expect(applicationList.connections).toEqual({ new: 2 });

  const users = later<{ users: []; total: number; reach: number }>();
  fake.answer("findUsers", users.ask);
  const loads = [userCount.load(), userCount.load()];
  users.answer(1, { users: [], total: 7, reach: 1000 });
  users.answer(0, { users: [], total: 3, reach: 1000 });
  await Promise.all(loads);
  expect(userCount.total).toBe(7);
});

it("a row that is read twice shows what was read last", async () => {
  const read = later<ConnectionRow>();
  fake.answer("connectionRow", read.ask);
  const list = new ConnectionList();
  list.rows = rows;
  const id = rows[0]?.id ?? "";
  const reloads = [list.reload(id), list.reload(id)];
  read.answer(1, row("after"));
  read.answer(0, row("before"));
  await Promise.all(reloads);
  expect(list.rows[0]?.name).toBe("after");
});

it("what is deleted or changed while the list is read does not come back, and a row that moves onto the next page is shown once", async () => {
  const pages = later<{ rows: ConnectionRow[]; next: string | null }>();
  fake.answer("listConnections", pages.ask);
  const list = new ConnectionList();
  const loading = list.load();
  pages.answer(0, { rows: rows.slice(0, 3), next: "100" });
  await vi.waitFor(() => expect(pages.asked()).toBe(2));
  list.remove([rows[0]?.id ?? ""]);
  list.change([rows[1]?.id ?? ""], (one) => ({ ...one, show_as_button: true }));
  pages.answer(1, { rows: rows.slice(2), next: null });
  await loading;
  expect(list.rows?.map(({ id }) => id)).toEqual(rows.slice(1).map(({ id }) => id));
  expect(list.rows?.[0]?.show_as_button).toBe(true);
});

it("a count that was asked for before a change is not taken after it", async () => {
  const asked = later<{ id: string; count: number }[]>();
  const counts = new Counts(asked.ask);
  const first = counts.want(["a"]);
  counts.forget(["a"]);
  const second = counts.want(["a"]);
  asked.answer(0, [{ id: "a", count: 1 }]);
  await first;
  expect(counts.of("a")).toBeUndefined();
  asked.answer(1, [{ id: "a", count: 2 }]);
  await second;
  expect(counts.of("a")).toBe(2);
});

it("of two files the one that was chosen last is shown", async () => {
  const check: DocumentCheck = {
    document: {},
    front_channel: { usable: true, refusal: null, missing: [], invalid: [], findings: [] },
    back_channel: { usable: true, refusal: null, missing: [], invalid: [], findings: [] },
    changes: [],
  };
  fake.answer("checkDocument", () => check);
  const slow = later<ArrayBuffer>();
  const file = (name: string, read: () => Promise<ArrayBuffer>) =>
    Object.assign(new File(["{}"], name), { arrayBuffer: read });
  const reading = new DocumentReading();
  const page = { revision: "1", discoveryUrl: "https://a.example" };
  const first = reading.ofFile(file("first.json", slow.ask), page);
  await reading.ofFile(
    file("second.json", () => Promise.resolve(new ArrayBuffer(0))),
    page,
  );
  slow.answer(0, new ArrayBuffer(0));
  await first;
  expect(reading.shown?.file).toBe("second.json");
});

it("keys that a save makes are read, though others were being read when it ended", async () => {
  const asked = later<ConnectionKeys>();
  fake.answer("connectionKeys", asked.ask);
  const keys = new Keys("con_1");
  const loading = keys.load();
  void keys.load();
  asked.answer(0, { jwks_url: "old", keys: [] });
  await vi.waitFor(() => expect(asked.asked()).toBe(2));
  asked.answer(1, { jwks_url: "new", keys: [] });
  await loading;
  expect(keys.held?.jwks_url).toBe("new");
});

it("a dial that was turned stays turned, and a secret that was hidden meanwhile is not shown", async () => {
  const desk = new PracticeDesk();
  const read = later<Awaited<ReturnType<typeof import("$lib/api").practice>>>();
  const before = {
    issuer: "",
    discovery_url: "",
    client_id: "",
    dials: [{ name: "deny", group: "", title: "", description: "", on: false }],
  };
  fake.answer("practice", read.ask);
  fake.answer("setDial", (name, on) => ({ ...before, dials: [{ name, group: "", title: "", description: "", on }] }));
  const loading = desk.load();
  await desk.turn("deny", true);
  read.answer(0, before);
  await loading;
  expect(desk.view?.dials[0]?.on).toBe(true);

  const secret = later<string>();
  fake.answer("revealPracticeSecret", secret.ask);
  const revealing = desk.reveal();
  desk.hide();
  secret.answer(0, "practice-secret");
  await revealing;
  expect(desk.secret).toBeNull();
});

it("a switch is turned once at a time, and a refusal turns back its own", async () => {
  const [first] = await import("$lib/api").then(({ tenantApplications }) => tenantApplications());
  const application = new Application(first?.client_id ?? "");
  await application.load();
  const answers = later<{ refused: [] }>();
  fake.answer("switchApplications", answers.ask);
  const [one, other] = (application.view?.connections ?? []).map(({ id }) => id);
  const turned = [
    application.enable(one ?? "", false),
    application.enable(one ?? "", true),
    application.enable(other ?? "", false),
  ];
  expect(answers.asked()).toBe(2);
  application.problem = { code: "x", message: "Another thing failed.", field: null, remedy: null };
  answers.answer(0, { refused: [] });
  answers.answer(1, { refused: [] });
  await Promise.all(turned);
  expect(
    application.view?.connections.filter(({ id }) => id === one || id === other).map(({ enabled }) => enabled),
  ).toEqual([false, false]);
});

it("a secret that was revealed hides once another one is saved", async () => {
  const id = "con_8ZkQ4tRvM2xJ";
  render(Connection, { params: { id, tab: "settings" } });
  await userEvent.click(await screen.findByRole("button", { name: "Reveal secret" }));
  await screen.findByRole("button", { name: "Hide secret" });
  await userEvent.type(screen.getByLabelText("Display name"), "!");
  await userEvent.keyboard("{Control>}s{/Control}");
  expect(await screen.findByRole("button", { name: "Reveal secret" })).toBeTruthy();
});

it("a tenant that opens slowly does not come in front of one that was chosen after it", async () => {
  await tenantDesk.load();
  const [front] = [await import("$lib/api").then(({ desk }) => desk())];
  const of = (id: string): DeskView => ({ ...front, tenant: { ...front.tenant, id } });
  const slow = later<DeskView>();
  fake.answer("chooseTenant", (id) => (id === "slow" ? slow.ask() : of(id)));
  const first = tenantDesk.choose("slow");
  const second = tenantDesk.choose("fast");
  await settled();
  expect(fake.calls("chooseTenant")).toEqual([["slow"]]);
  slow.answer(0, of("slow"));
  expect([await first, await second, tenantDesk.tenant?.id]).toEqual([false, true, "fast"]);
  await tenantDesk.load();
});
