// What providers asked of the tenant.
import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
afterEach(() => stop());

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
});
