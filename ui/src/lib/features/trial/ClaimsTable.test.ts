import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import ClaimsTable from "./ClaimsTable.svelte";

const groups = Array.from({ length: 300 }, (_, index) => `group-${index}`);
const claims = (total: number) => [
  ...Array.from({ length: total - 1 }, (_, index) => ({
    name: `claim_${index}`,
    value: index === 700 ? "needle" : `value ${index}`,
    note: null,
  })),
  { name: "groups", value: groups, note: null },
];
const rows = () => screen.getAllByRole("row").length - 1;

it("folds a thousand claims, and finds them by name and by value from the keyboard", async () => {
  const user = userEvent.setup();
  render(ClaimsTable, { claims: claims(1000), suspect: null, failed: false });
  expect(rows()).toBe(24);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Filter claims" }));
  await user.keyboard("needle");
  expect([rows(), screen.getByRole("status").textContent]).toEqual([1, "1 of 1000"]);
  await user.clear(screen.getByRole("searchbox"));
  await user.keyboard("GROUP-299");
  expect(screen.getByText("group-299, …")).toBeTruthy();
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "976 more" }));
  expect(rows()).toBe(1000);
  await user.click(screen.getByRole("button", { name: "Fewer" }));
  expect(rows()).toBe(24);
});

it("keeps the focus where a list is folded again, and brings that into the window", async () => {
  const user = userEvent.setup();
  const shown = vi.fn();
  Element.prototype.scrollIntoView = shown;
  render(ClaimsTable, { claims: claims(1000), suspect: null, failed: false });
  await user.click(screen.getByRole("button", { name: "976 more" }));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Fewer" }));
  expect(shown).not.toHaveBeenCalled();
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "976 more" }));
  await vi.waitFor(() => expect(shown).toHaveBeenCalledOnce());
});

it("shows the whole of a long value on request", async () => {
  const user = userEvent.setup();
  render(ClaimsTable, { claims: claims(3), suspect: null, failed: false });
  expect(screen.queryByRole("searchbox")).toBeNull();
  expect(screen.queryByText(/group-299/)).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show all of groups" }));
  expect(screen.getByRole("region", { name: "All of groups" }).textContent).toContain("group-299");
  await user.click(screen.getByRole("button", { name: "Show fewer of groups" }));
  expect(screen.queryByText(/group-299/)).toBeNull();
});

it("has no column of meanings where no claim has one", () => {
  render(ClaimsTable, { claims: claims(3), suspect: null, failed: false });
  expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["Claim", "Value"]);
});
