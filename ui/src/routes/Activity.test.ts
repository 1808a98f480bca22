// What happens on the tenant, by its log.
import type { ProvisioningRequest } from "$lib/api";
import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Activity from "./Activity.svelte";

let stop: () => void;

async function opened(query = "") {
  await connectionList.start();
  router.go(`/activity${query}`);
  await new Promise((done) => setTimeout(done));
  render(Activity);
  return userEvent.setup();
}

beforeEach(() => (stop = router.start()));
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe("activity", () => {
  it("lists requests, and each opens with what it asked, was answered and changed", async () => {
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: /dispatch@contoso.example/ }));
    const side = within(screen.getByRole("complementary", { name: "The request" }));
    expect(side.getByText("app_metadata.department")).toBeTruthy();
    expect(side.getByText("Pilots")).toBeTruthy();
    expect(side.getByText(/"op": "Add"/)).toBeTruthy();
    expect(side.getByRole("link", { name: "Show the user" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /gate-9@contoso.example/ }));
    expect(screen.getByText(/is taken by another user of this connection/)).toBeTruthy();
  });

  it("shows the failed ones, those of one connection, and all again where none fits", async () => {
    const user = await opened("?connection=con_acmeokta77");
    expect(await screen.findByRole("button", { name: /intern@acme.example/ })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /dispatch/ })).toBeNull();
    await user.click(screen.getByRole("radio", { name: "Failed" }));
    await user.click(await screen.findByRole("button", { name: "Show everything" }));
    expect(await screen.findByRole("button", { name: /dispatch@contoso.example/ })).toBeTruthy();
    expect(router.query.get("connection")).toBeNull();
  });

  it("names the scope that lacks, and asks again", async () => {
    fake.answer("activity", () => ({ kind: "hidden", lacking: "read:logs" }));
    const user = await opened();
    expect(await screen.findByRole("heading", { name: "Lintel may not read this tenant’s log" })).toBeTruthy();
    fake.answer("activity", () => ({ kind: "read", entries: [], older: null, again_after: 15 }));
    await user.click(screen.getByRole("button", { name: "Ask again" }));
    expect(await screen.findByText("Nothing has happened yet")).toBeTruthy();
  });

  it("says why the log could not be read", async () => {
    fake.answer("activity", () => {
      throw { code: "tenant-unreachable", message: "The tenant did not answer.", field: null, remedy: null };
    });
    await opened();
    expect(await screen.findByText("The tenant did not answer.")).toBeTruthy();
  });

  it("takes in what came since, and keeps what is open and what was read further down", async () => {
    const [sample] = fake.scim.requests as [ProvisioningRequest];
    const request = (id: number) => ({
      entry: "provisioning" as const,
      ...sample,
      id: `log_${id}`,
      about: `person-${id}`,
    });
    const pages = [
      [4, 3],
      [2, 1],
    ];
    fake.answer("activity", (_, older) => ({
      kind: "read",
      entries: (pages[older === null ? 0 : 1] ?? []).map(request),
      older: older === null ? "then" : null,
      again_after: 5,
    }));
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: "Show older entries" }));
    await user.click(await screen.findByRole("button", { name: /person-1/ }));
    pages.splice(0, 2, [5, 4], [3, 2]);
    await vi.advanceTimersByTimeAsync(6_000);
    const people = () => screen.getAllByText(/^person-\d$/, { selector: "td bdi" }).map((cell) => cell.textContent);
    await vi.waitFor(() => expect(people()).toEqual([5, 4, 3, 2, 1].map((id) => `person-${id}`)));
    expect(screen.getByRole("complementary", { name: "The request" }).textContent).toContain("person-1");
    pages.splice(0, 2, [9, 8], [7, 6]);
    await vi.advanceTimersByTimeAsync(6_000);
    await vi.waitFor(() => expect(people()).toEqual(["person-9", "person-8"]));
  });

  it("lists sign-ins, and each opens with what the log tells of it and where that comes from", async () => {
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: /payroll@globex.example/ }));
    const side = within(screen.getByRole("complementary", { name: "The sign-in" }));
    expect(side.getByText(/Issuer mismatch/)).toBeTruthy();
    expect(side.getByText(/the tenant’s log, entry 90020_2/)).toBeTruthy();
    expect(side.queryByRole("link", { name: "Show the user" })).toBeNull();
    expect(side.getByRole("link", { name: "Test the connection" })).toBeTruthy();
    expect(screen.getByText(/behind the tenant’s log/)).toBeTruthy();
  });

  it("narrows by subject and text, and looks further back where the newest do not have it", async () => {
    const user = await opened();
    await screen.findByRole("button", { name: /priya/ });
    await user.click(screen.getByRole("radio", { name: "Logins" }));
    await vi.waitFor(() => expect(screen.queryByRole("button", { name: /dispatch/ })).toBeNull());
    await user.click(screen.getByRole("radio", { name: "Everything" }));
    await user.type(screen.getByRole("searchbox"), "HR Desk");
    await vi.waitFor(() => expect(screen.queryByRole("button", { name: /priya/ })).toBeNull());
    expect(screen.getByRole("button", { name: /payroll/ })).toBeTruthy();
    fake.answer("activity", (_, older) => ({
      kind: "read",
      entries: [],
      older: older === null ? "then" : null,
      again_after: 5,
    }));
    await user.type(screen.getByRole("searchbox"), "x");
    expect(await screen.findByText("Only the newest entries were searched.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Search older entries" }));
    await vi.waitFor(() => expect(screen.queryByText("Only the newest entries were searched.")).toBeNull());
  });

  it("asks nothing while it is paused", async () => {
    let asked = 0;
    fake.answer("activity", () => ({ kind: "read", entries: [], older: null, again_after: (asked += 1) && 5 }));
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toBe(1);
    expect(screen.getByText(/^Paused, read/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await vi.advanceTimersByTimeAsync(6_000);
    expect(asked).toBeGreaterThan(1);
  });
});
