// What a save is refused for: named above the buttons, with the way to its field, and refused where it is typed.
import { fake } from "$lib/api/fake";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import App from "../App.svelte";
import { violations } from "../test/axe";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });

async function opened(tab = "settings") {
  location.hash = `#/connections/${id}/${tab}`;
  render(App);
  await screen.findByRole("tab", { name: /Settings/ });
}

function refused(field: string, message: string) {
  fake.answer("saveConnection", () => {
    throw { code: "x", message, field, remedy: null };
  });
}

beforeEach(() => tenantDesk.load());
afterEach(() => toasts.clear());

it("leads to a field on another tab", async () => {
  refused("icon_url", "The logo URL is not an https URL.");
  await opened();
  await userEvent.type(screen.getByLabelText("Scopes"), " phone");
  await userEvent.click(button(/Save Changes/));
  await vi.waitFor(() => expect(router.path).toBe(`/connections/${id}/login-experience`));
  await userEvent.click(screen.getByRole("tab", { name: /Settings/ }));
  await screen.findByLabelText("Scopes");
  const correction = await screen.findByRole("button", { name: "Button logo URL – The logo URL is not an https URL" });
  expect(screen.getByText("1 field to correct:")).toBeTruthy();
  expect(await violations(document.body)).toEqual([]);
  await userEvent.click(correction);
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Button logo URL")));
});

it("leads into the issuer details, to the member, which stands open with the reason", async () => {
  refused("metadata.token_endpoint", "token_endpoint is “x”, which is not an https URL.");
  await opened();
  await userEvent.type(screen.getByLabelText("Scopes"), " phone");
  await userEvent.click(button(/Save Changes/));
  const drawer = within(await screen.findByRole("dialog", { name: "Issuer details" }));
  const input = await drawer.findByLabelText("token_endpoint");
  await vi.waitFor(() => expect(document.activeElement).toBe(input));
  expect(drawer.getByRole("alert").textContent).toContain("is not an https URL");
  await userEvent.click(drawer.getByRole("button", { name: "Done" }));
  await userEvent.click(button(/^Issuer details, token_endpoint – /));
  expect(await screen.findByRole("dialog", { name: "Issuer details" })).toBeTruthy();
});

it("names the line of a mapping", async () => {
  refused("mapping.3:12", "The text that begins here is not closed.");
  await opened();
  await userEvent.type(screen.getByLabelText("Scopes"), " phone");
  await userEvent.click(button(/Save Changes/));
  expect(
    await screen.findByRole("button", { name: "User Mapping, line 3 – The text that begins here is not closed" }),
  ).toBeTruthy();
  expect(screen.getByRole("link", { name: /User Mapping ?1 field to correct/ })).toBeTruthy();
});

it("goes once the value is another", async () => {
  refused("client_id", "The Client ID is unknown.");
  await opened();
  await userEvent.type(screen.getByLabelText("Client ID"), "x");
  await userEvent.click(button(/Save Changes/));
  await screen.findByText("1 field to correct:");
  await userEvent.type(screen.getByLabelText("Client ID"), "y");
  expect(screen.queryByText("1 field to correct:")).toBeNull();
});

it("an unusable endpoint is refused at Keep, with the reason there, and nothing becomes of it", async () => {
  await opened();
  await userEvent.click(button("Show issuer details"));
  const drawer = within(await screen.findByRole("dialog", { name: "Issuer details" }));
  await userEvent.click(await drawer.findByRole("button", { name: "Edit token_endpoint" }));
  await userEvent.clear(drawer.getByLabelText("token_endpoint"));
  await userEvent.type(drawer.getByLabelText("token_endpoint"), "not a url");
  await userEvent.click(drawer.getByRole("button", { name: "Keep" }));
  expect((await drawer.findByRole("alert")).textContent).toContain(
    "token_endpoint is “not a url”, which is not an https URL.",
  );
  expect(drawer.getByLabelText("token_endpoint").getAttribute("aria-invalid")).toBe("true");
  expect(screen.queryByText("1 unsaved change")).toBeNull();
  await userEvent.clear(drawer.getByLabelText("token_endpoint"));
  await userEvent.type(drawer.getByLabelText("token_endpoint"), "https://login.acme.example/token{Enter}");
  expect(await screen.findByText("1 unsaved change")).toBeTruthy();
});

it("Settings has its sections beside it, with what is not saved in each, and Tab goes on from the one that was chosen", async () => {
  await opened();
  const rail = within(screen.getByRole("navigation", { name: "Sections" }));
  expect(rail.getAllByRole("link").map((link) => link.textContent.trim())).toEqual([
    "General",
    "Client",
    "Connection Profile",
    "User Mapping",
    "Delete",
  ]);
  await userEvent.type(screen.getByLabelText("Client ID"), "x");
  expect(rail.getByRole("link", { name: /^Client ?1 not saved/ })).toBeTruthy();
  await userEvent.click(rail.getByRole("link", { name: "Connection Profile" }));
  expect(document.activeElement?.id).toBe("group-profile");
  expect(rail.getByRole("link", { name: "Connection Profile" }).getAttribute("aria-current")).toBe("true");
  expect(router.path).toBe(`/connections/${id}/settings`);
});
