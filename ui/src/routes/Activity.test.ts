// What providers asked of the tenant.
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
    await user.click(await screen.findByRole("button", { name: "Show all requests" }));
    expect(await screen.findByRole("button", { name: /dispatch@contoso.example/ })).toBeTruthy();
    expect(router.query.get("connection")).toBeNull();
  });

  it("names the scope that lacks, and asks again", async () => {
    fake.answer("activity", () => ({ kind: "hidden", lacking: "read:logs" }));
    const user = await opened();
    expect(await screen.findByRole("heading", { name: "Lintel may not read this tenant’s log" })).toBeTruthy();
    fake.answer("activity", () => ({ kind: "read", requests: [], more: false, live: false }));
    await user.click(screen.getByRole("button", { name: "Ask again" }));
    expect(await screen.findByText("No provider has asked yet")).toBeTruthy();
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
    const request = (id: number) => ({ ...sample, id: `log_${id}`, about: `person-${id}` });
    const pages = [
      [4, 3],
      [2, 1],
    ];
    fake.answer("activity", (_, page) => ({
      kind: "read",
      requests: (pages[page] ?? []).map(request),
      more: page === 0,
      live: true,
    }));
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: "Show older requests" }));
    await user.click(await screen.findByRole("button", { name: /person-1/ }));
    pages.splice(0, 2, [5, 4], [3, 2]);
    await vi.advanceTimersByTimeAsync(5_000);
    const people = () => screen.getAllByText(/^person-\d$/, { selector: "td bdi" }).map((cell) => cell.textContent);
    await vi.waitFor(() => expect(people()).toEqual([5, 4, 3, 2, 1].map((id) => `person-${id}`)));
    expect(screen.getByRole("complementary", { name: "The request" }).textContent).toContain("person-1");
    pages.splice(0, 2, [9, 8], [7, 6]);
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => expect(people()).toEqual(["person-9", "person-8"]));
  });
});
