import { fake } from "$lib/api/fake";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import GoneDialog from "./GoneDialog.svelte";

async function quitting(temporary = true) {
  if (temporary) fake.tenants.startTemporary();
  await tenantDesk.load();
  const close = vi.fn();
  const { component } = render(GoneDialog);
  return { close, held: (component as unknown as { holds: (close: () => void) => boolean }).holds(close) };
}

it("asks before what was made in a temporary tenant goes, and quits when told", async () => {
  const { close, held } = await quitting();
  expect(held).toBe(true);
  expect((await screen.findByRole("dialog")).textContent).toContain("8 connections and 12 users will be gone.");
  expect(close).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Keep open" }));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(close).not.toHaveBeenCalled();
});

it("quits when told, and exports before", async () => {
  await connectionList.load();
  const { close } = await quitting();
  await userEvent.click(await screen.findByRole("button", { name: "Export 8 connections…" }));
  await userEvent.click(await screen.findByRole("button", { name: "Export 8 connections…", hidden: false }));
  const question = await screen.findByRole("dialog", { name: "Quit and lose the temporary tenant?" });
  expect(question.textContent).toContain("8 connections exported to /home/ada/connections.json. 8 connections and");
  expect(close).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Quit" }));
  expect(close).toHaveBeenCalledOnce();
});

it("asks nothing where nothing was made, or the data stays", async () => {
  fake.answer("atStake", () => ({ connections: 0, applications: 0, users: 0, auth0_tenants: 0 }));
  const { close } = await quitting();
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("does not hold a window whose data stays", async () => {
  fake.reset();
  const { held } = await quitting(false);
  expect(held).toBe(false);
  expect(fake.calls("atStake")).toEqual([]);
});

it("asks all the same where it cannot be read what would be lost", async () => {
  fake.answer("atStake", () => {
    throw new Error("no answer");
  });
  const { close } = await quitting();
  expect((await screen.findByRole("dialog")).textContent).toContain("could not be read");
  await userEvent.click(screen.getByRole("button", { name: "Quit" }));
  expect(close).toHaveBeenCalledOnce();
});
