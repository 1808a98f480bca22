// The tests that are kept of a connection, on its page.
import { fake } from "$lib/api/fake";
import { connections } from "$lib/api/fake/tenant";
import { trialFor } from "$lib/api/fake/trials";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { violations } from "../test/axe";
import Connection from "./Connection.svelte";

let stop: () => void;
beforeEach(async () => {
  stop = router.start();
  await tenantDesk.load();
});
afterEach(() => stop());

/** The tab Test, where these tests were made before; a dial makes one fail. */
async function opened(...dials: (string | undefined)[]) {
  const view = connections().find((one) => one.form.name === "contoso-entra");
  if (!view) throw new Error("no such connection");
  dials.forEach((dial, day) =>
    fake.keepTrial({
      ...trialFor({ way: "direct", connection_id: view.id, form: view.form }, view.form, dial),
      finished_at: `2026-11-2${day}T09:00:00Z`,
    }),
  );
  router.go(`/connections/${view.id}/test`);
  const { container } = render(Connection, { params: { id: view.id, tab: "test" } });
  const list = await screen.findByRole("complementary", { name: "Kept tests" });
  const audit = async () => expect(await violations(container)).toEqual([]);
  return { view, list, audit, user: userEvent.setup() };
}

describe("kept tests", () => {
  it("lists them, and shows the one that is chosen with its steps", async () => {
    const { list, user, audit } = await opened("wrong_issuer", undefined);
    expect(within(list).getByText("2 of 50")).toBeTruthy();
    expect(screen.getByTestId("trial-headline").textContent).toBe("Login works");
    await user.click(within(list).getByRole("button", { name: /Login failed at the ID token checks/ }));
    await waitFor(() =>
      expect(screen.getByTestId("trial-headline").textContent).toBe("Login failed at the ID token checks"),
    );
    expect(await screen.findByText("K7M-4QX")).toBeTruthy();
    await audit();
  });

  it("compares two that are ticked, by what differs, and swaps them", async () => {
    const { list, user, audit } = await opened("wrong_issuer", undefined);
    for (const box of within(list).getAllByRole("checkbox", { name: /^Compare/ })) await user.click(box);
    expect(await screen.findByText("2 of 3 facts differ between the two tests.")).toBeTruthy();
    const rows = () => screen.getAllByRole("rowheader").map((header) => header.textContent);
    expect(rows()).toEqual(["Result", "ID token, email"]);
    await user.click(screen.getByRole("radio", { name: "All" }));
    expect(rows()).toHaveLength(3);
    const [a, b] = fake.calls("compareTrials").at(-1) ?? [];
    await user.click(screen.getByRole("button", { name: "Swap" }));
    expect(fake.calls("compareTrials").at(-1)).toEqual([b, a]);
    await screen.findByText(/facts differ/);
    await audit();
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.getByTestId("trial-headline")).toBeTruthy();
  });

  it("judges one again as settings are typed, and puts them into the form", async () => {
    const { user, view, audit } = await opened("wrong_issuer");
    await user.click(await screen.findByText("Judge it again with other settings"));
    const issuer = screen.getByLabelText("issuer");
    await user.clear(issuer);
    await user.type(issuer, "https://other.example");
    expect(await screen.findByText("Login would work.")).toBeTruthy();
    expect(fake.calls("judgeTrial").at(-1)?.[1]).toMatchObject({ issuer: "https://other.example" });
    await audit();
    await user.click(screen.getByRole("button", { name: "Use these settings…" }));
    await waitFor(() => expect(location.hash).toBe(`#/connections/${view.id}/settings`));
  });

  it("says why one cannot be judged", async () => {
    fake.answer("judgeTrial", () => {
      throw { code: "not-judged", message: "No nonce was sent in this test.", field: null, remedy: "Test again." };
    });
    const { user } = await opened(undefined);
    await user.click(await screen.findByText("Judge it again with other settings"));
    await user.selectOptions(screen.getByLabelText("ID token algorithms"), "ES256");
    expect(await screen.findByText("No nonce was sent in this test.")).toBeTruthy();
  });

  it("saves a report for whoever is to read it", async () => {
    const { user } = await opened(undefined);
    await user.click(await screen.findByRole("button", { name: "Save report of this test" }));
    await user.click(screen.getByRole("menuitem", { name: "For the provider’s administrator, HTML…" }));
    expect(await screen.findByText(/login-test-K7M-4QX\.html/)).toBeTruthy();
    expect(fake.calls("saveTrialReport").at(-1)?.slice(1)).toEqual(["provider", "html"]);
  });

  it("keeps tokens only where that is ticked, and forgets a person", async () => {
    const { list, user, audit } = await opened(undefined);
    const tokens = within(list).getByRole<HTMLInputElement>("checkbox", { name: "Keep tokens of direct tests too" });
    expect(tokens.checked).toBe(false);
    await user.click(tokens);
    expect(fake.calls("keepTokens")).toEqual([[true]]);
    await user.click(within(list).getByRole("button", { name: "Forget a person…" }));
    await user.type(screen.getByLabelText("sub, user ID or email"), "priya@contoso.example");
    await user.click(screen.getByRole("button", { name: "Forget" }));
    expect(await screen.findByText("Forgotten")).toBeTruthy();
    expect(screen.getByText(/stays under Users/)).toBeTruthy();
    await audit();
  });
});
