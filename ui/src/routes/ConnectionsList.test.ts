import type { BulkOutcome, CachedList, ConnectionPage } from "$lib/api";
import { fake } from "$lib/api/fake";
import { connections, manyConnections, rowOf } from "$lib/api/fake/tenant";
import { applicationList } from "$lib/features/applications/list.svelte";
import { bulks } from "$lib/features/connections/bulk.svelte";
import { connectionList } from "$lib/features/connections/list.svelte";
import { selection } from "$lib/features/connections/selection.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import Connections from "./Connections.svelte";

const names = () =>
  screen.getAllByTestId(/^connection-row-/).map((row) => row.dataset.testid?.replace("connection-row-", ""));
const header = (name: string) => screen.getByRole("columnheader", { name });
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const tick = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name });

/** What stands in the menu beside the buttons of the selection. */
async function more(name: string) {
  await userEvent.click(button("More for the selected connections"));
  await userEvent.click(screen.getByRole("menuitem", { name }));
}

/** An answer that comes when the test lets it. */
function held<T>() {
  let answer: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (answer = done));
  return { promise, answer: (value: T) => answer(value) };
}

async function shown(scene: string | null = null) {
  fake.reset(scene);
  await connectionList.start();
  return render(Connections);
}

beforeEach(() => {
  selection.clear();
  bulks.here.dismiss();
});

describe("the order", () => {
  it("follows a column up, down, and back to the tenant's own, by keyboard too", async () => {
    await shown();
    const asListed = names();
    await userEvent.click(button("Name"));
    expect([names()[0], header("Name").getAttribute("aria-sort")]).toEqual(["acme-okta", "ascending"]);
    button("Name").focus();
    await userEvent.keyboard("{Enter}");
    expect([names()[0], header("Name").getAttribute("aria-sort")]).toEqual(["wingtip-idp", "descending"]);
    await userEvent.keyboard(" ");
    expect([names(), header("Name").getAttribute("aria-sort")]).toEqual([asListed, "none"]);
  });

  it("puts connections that were never tested last, whichever way", async () => {
    await shown();
    for (const first of ["tailspin-onelogin", "contoso-entra"]) {
      await userEvent.click(button("Last test"));
      expect([names()[0], names().at(-1)]).toEqual([first, "wingtip-idp"]);
    }
  });

  it("counts the applications of every connection before it sorts by them, once", async () => {
    await shown("many");
    await userEvent.click(button("Applications"));
    await userEvent.click(button("Applications"));
    await vi.waitFor(() => expect(names()[0]).toBe("customer-5"));
    const asked = fake.calls("enabledCounts").flatMap(([ids]) => ids as string[]);
    expect([asked.length, new Set(asked).size]).toEqual([1200, 1200]);
  });
});

describe("the filters", () => {
  it("narrow the list together and say how many they let through", async () => {
    await shown();
    await userEvent.click(button("Back Channel 6"));
    await userEvent.click(button("Login failed 2"));
    expect(names()).toEqual(["globex-keycloak", "practice-provider"]);
    await userEvent.click(button("Login works 5"));
    expect(names()).toEqual(["contoso-entra", "acme-okta", "northwind-google"]);
    await userEvent.click(button("All 8"));
    expect(names()).toHaveLength(8);
  });

  it("find what was changed since its last test, which works no more", async () => {
    const [first] = connections();
    if (!first) throw new Error("no connection");
    const last = {
      way: "direct",
      verdict: "passed",
      headline: "Login works",
      finished_at: "2026-11-27T09:00:00Z",
    } as const;
    const row = (name: string, changed: string[]) => ({
      ...rowOf(first),
      id: name,
      name,
      last_trial: { ...last, changed },
    });
    fake.reset();
    fake.answer("listConnections", () => ({ rows: [row("as-tested", []), row("edited", ["PKCE"])], next: null }));
    await connectionList.start();
    render(Connections);
    await userEvent.click(button("Changed since 1"));
    expect(names()).toEqual(["edited"]);
    expect(screen.getByRole("img", { name: "Changed since the last test" })).toBeTruthy();
    expect(button("Login works 1")).toBeTruthy();
  });

  it("find what is enabled nowhere", async () => {
    await shown();
    await userEvent.click(button("Enabled nowhere"));
    await vi.waitFor(() => expect(names()).toEqual(["wingtip-idp"]));
  });

  it("are there again with the order and the place when a person comes back", async () => {
    const page = await shown("many");
    await userEvent.click(button(/^Front Channel/));
    await userEvent.click(button("Name"));
    connectionList.scrolled = 440;
    page.unmount();
    const { container } = render(Connections);
    expect(button(/^Front Channel/).getAttribute("aria-pressed")).toBe("true");
    expect(header("Name").getAttribute("aria-sort")).toBe("ascending");
    expect(container.querySelector(".scroll")?.scrollTop).toBe(440);
  });
});

describe("a long list", () => {
  it("shows its first page before the others came", async () => {
    fake.reset("many");
    let release: (() => void) | undefined;
    fake.answer("listConnections", async (from: string | null) => {
      if (from) await new Promise<void>((done) => (release = done));
      return {
        rows: [
          {
            id: `con_${from}`,
            name: from ?? "first",
            display_name: "",
            issuer_host: null,
            client_id: null,
            domains: [],
            channel: "back_channel",
            show_as_button: false,
            last_trial: null,
            problem: null,
          },
        ],
        next: from ? null : "2",
      };
    });
    const loading = connectionList.start();
    render(Connections);
    expect(await screen.findByTestId("connection-row-first")).toBeTruthy();
    expect(connectionList.busy).toBe(true);
    release?.();
    await loading;
    expect(connectionList.rows).toHaveLength(2);
  });

  /** Answers in pages of ten, each listed after what was shown then was noted. */
  function inPages(total: number, broken = Infinity) {
    const rows = manyConnections(total).map(rowOf);
    const shown = new Set<number>();
    fake.reset("many");
    fake.answer("listConnections", (from) => {
      const at = Number(from ?? 0);
      shown.add(connectionList.rows?.length ?? 0);
      if (at >= broken) throw { code: "x", message: "The tenant did not answer.", field: null, remedy: null };
      return { rows: rows.slice(at, at + 10), next: at + 10 < total ? String(at + 10) : null };
    });
    return shown;
  }

  it("is not drawn anew for each of its pages, where they come fast", async () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const shown = inPages(1000);
    await connectionList.start();
    clock.mockRestore();
    expect([...shown]).toEqual([0, 10, 20, 40, 80, 160, 320, 640]);
    expect(connectionList.rows).toHaveLength(1000);
  });

  it("shows all that came before a page that failed", async () => {
    inPages(1000, 390);
    await connectionList.start();
    expect(connectionList.rows).toHaveLength(390);
    expect(connectionList.problem?.message).toBe("The tenant did not answer.");
  });

  it("counts applications only of what is in view, and nothing twice", async () => {
    const page = await shown("many");
    await vi.waitFor(() => expect(fake.calls("enabledCounts")).toHaveLength(1));
    expect((fake.calls("enabledCounts")[0]?.[0] as string[]).length).toBeLessThan(30);
    page.unmount();
    render(Connections);
    await new Promise((done) => setTimeout(done, 200));
    expect(fake.calls("enabledCounts")).toHaveLength(1);
  });
});

describe("a selection", () => {
  it("takes ranges with Shift, all that are shown, and rows by Space", async () => {
    await shown();
    const user = userEvent.setup();
    await user.click(tick("Select contoso-entra"));
    await user.keyboard("{Shift>}");
    await user.click(tick("Select initech-ping"));
    await user.keyboard("{/Shift}");
    expect(screen.getByText("4 selected")).toBeTruthy();
    expect(tick("Select globex-keycloak").checked).toBe(true);
    expect(tick("Select all that are shown").indeterminate).toBe(true);

    screen.getByRole("link", { name: /wingtip-idp/ }).focus();
    await user.keyboard(" ");
    expect(screen.getByText("5 selected")).toBeTruthy();
    await user.click(button("Front Channel 2"));
    await user.click(tick("Select all that are shown"));
    expect(screen.getByText("6 selected")).toBeTruthy();
    await user.click(button("Clear"));
    expect(screen.queryByText(/ selected$/)).toBeNull();
  });
});

describe("a change of many", () => {
  async function two() {
    await shown();
    await userEvent.click(tick("Select wingtip-idp"));
    await userEvent.click(tick("Select acme-okta"));
  }

  it("shows them as a button, and takes that back", async () => {
    await two();
    await more("Show as button");
    expect((await screen.findByText("2 connections shown as a button")).getAttribute("role")).toBe("status");
    expect(button("Shown as button 3")).toBeTruthy();
    await userEvent.click(button("Undo"));
    expect(await screen.findByText("2 connections no longer shown as a button")).toBeTruthy();
    expect(fake.calls("changeConnections").map(([, ids, action]) => [(ids as string[]).length, action])).toEqual([
      [2, { kind: "button", shown: true }],
      [2, { kind: "button", shown: false }],
    ]);
  });

  it("enables them for the application that a person picks, and counts anew", async () => {
    await two();
    await userEvent.click(button("Enable for…"));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(await within(dialog).findByRole("radio", { name: /Invoices/ }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Enable 2 connections" }));
    expect(await screen.findByText("2 connections enabled for Invoices")).toBeTruthy();
    expect(fake.calls("changeConnections")[0]?.[2]).toEqual({
      kind: "application",
      client_id: "r6GvA2dXqH7uKjLf3ZyO",
      enabled: true,
    });
    await vi.waitFor(() =>
      expect(screen.getByTestId("connection-row-wingtip-idp").querySelector(".apps")?.textContent).toBe("1"),
    );
  });

  it("are not enabled for an application that nobody signs in to, and says why", async () => {
    await two();
    await userEvent.click(button("Enable for…"));
    const dialog = await screen.findByRole("dialog");
    const machine = await within(dialog).findByRole<HTMLInputElement>("radio", { name: /Nightly import/ });
    expect(machine.disabled).toBe(true);
    expect(machine.closest("label")?.textContent).toContain("Nobody signs in to a machine-to-machine application");
    // Another tool may have enabled it, so that it can be disabled.
    await userEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await userEvent.click(button("Disable for…"));
    expect(
      (
        await within(await screen.findByRole("dialog")).findByRole<HTMLInputElement>("radio", {
          name: /Nightly import/,
        })
      ).disabled,
    ).toBe(false);
  });

  it("deletes them once their number is typed", async () => {
    await two();
    await userEvent.click(button("Delete…"));
    const remove = await screen.findByRole<HTMLButtonElement>("button", { name: "Delete 2 connections" });
    expect(remove.disabled).toBe(true);
    await userEvent.type(screen.getByLabelText("Type 2, or “delete 2 connections”"), "2");
    await userEvent.click(remove);
    expect(await screen.findByText("2 connections deleted")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
    expect(names()).not.toContain("acme-okta");
    await userEvent.click(button("Dismiss"));
    expect(screen.queryByText(/ selected$/)).toBeNull();
  });

  it("that deletes all there are still says so, and what failed", async () => {
    await shown();
    const problem = { code: "x", message: "It was gone before.", field: null, remedy: null };
    fake.answer("changeConnections", (_ticket, ids) => ({
      changed: ids,
      unchanged: 0,
      failed: [{ id: "con_elsewhere", problem }],
      left: 0,
    }));
    await userEvent.click(tick("Select all that are shown"));
    await userEvent.click(button("Delete…"));
    await userEvent.type(screen.getByRole("textbox", { name: /^Type / }), `${connectionList.rows?.length}`);
    await userEvent.click(screen.getByRole("button", { name: /^Delete \d+ connections$/ }));
    expect(await screen.findByText(/connections deleted, 1 failed/)).toBeTruthy();
    expect(connectionList.rows).toEqual([]);
    await userEvent.click(button("Show what failed"));
    expect((await screen.findByRole("dialog")).textContent).toContain("It was gone before.");
  });

  it("goes on when one fails, and says which and why", async () => {
    await two();
    const problem = { code: "too_many_requests", message: "Global limit has been reached", field: null, remedy: null };
    fake.answer("changeConnections", (_ticket: string, [changed = "", id = ""]: string[]) => ({
      changed: [changed],
      unchanged: 0,
      failed: [{ id, problem }],
      left: 0,
    }));
    await more("Hide button");
    await userEvent.click(await screen.findByRole("button", { name: "Show what failed" }));
    const dialog = await screen.findByRole("dialog", { name: "1 connection failed" });
    expect(dialog.textContent).toContain("acme-okta");
    expect(dialog.textContent).toContain("Global limit has been reached");
  });

  it("tells how far it is, and stops when told to", async () => {
    await two();
    let end: (outcome: BulkOutcome) => void = () => undefined;
    fake.answer("changeConnections", () => new Promise((done) => (end = done)));
    await more("Show as button");
    const [ticket] = fake.calls("changeConnections")[0] as [string];
    fake.progress({ ticket, done: 1, total: 2 });
    expect(await screen.findByText("Showing the button, 1 of 2")).toBeTruthy();
    await userEvent.click(button("Cancel"));
    expect(fake.calls("cancel")).toEqual([[ticket]]);
    end({ changed: ["con_wingtip4Hn8"], unchanged: 0, failed: [], left: 1 });
    expect(await screen.findByText("1 connection shown as a button, 1 left as they were")).toBeTruthy();
  });

  it("exports all of them, and says where to", async () => {
    await two();
    await userEvent.click(button("Export…"));
    await userEvent.click(await screen.findByRole("button", { name: "Export 2 connections…" }));
    await vi.waitFor(() =>
      expect(toasts.shown.at(-1)?.text).toBe("2 connections exported to /home/ada/connections.json"),
    );
    expect((fake.calls("readExport")[0]?.[1] as string[]).length).toBe(2);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("a connection that cannot be read", () => {
  it("is in the list with the reason, and can be selected to be deleted", async () => {
    fake.reset(null);
    const why = "its document is nested too deeply";
    fake.answer("listConnections", () => ({
      rows: [
        {
          id: "con_bad",
          name: "bad",
          display_name: "bad",
          issuer_host: null,
          client_id: null,
          domains: [],
          channel: "front_channel",
          show_as_button: false,
          last_trial: null,
          problem: why,
        },
      ],
      next: null,
    }));
    await connectionList.start();
    render(Connections);
    const row = await screen.findByTestId("connection-row-bad");
    expect(within(row).getByText(why)).toBeTruthy();
    expect(within(row).getByRole("img", { name: "Cannot be read" })).toBeTruthy();
    await userEvent.click(tick("Select bad"));
    expect(button(/^Delete/)).toBeTruthy();
  });
});

describe("a list that was read before", () => {
  const kept = () => ({
    at: new Date(Date.now() - 7_200_000).toISOString(),
    rows: connections().slice(0, 2).map(rowOf),
    more: false,
  });

  it("is shown at once with its age, and gives way to what the tenant says as a whole", async () => {
    fake.reset(null);
    fake.answer("cachedConnections", kept);
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    const rows = manyConnections(150).map(rowOf);
    fake.answer("listConnections", async (from) => {
      await held;
      return from === null ? { rows: rows.slice(0, 100), next: "100" } : { rows: rows.slice(100), next: null };
    });
    const started = connectionList.start();
    render(Connections);
    expect((await screen.findByText(/As this computer read it/)).textContent).toContain("2 h ago");
    expect(names()).toHaveLength(2);
    release();
    await started;
    expect(screen.queryByText(/As this computer read it/)).toBeNull();
    expect(connectionList.rows).toHaveLength(150);
  });

  it("is shown before its rest came, which follows without what was deleted meanwhile", async () => {
    const [rows, { at }] = [manyConnections(150).map(rowOf), kept()];
    const [beginning, rest, listed] = [held<CachedList>(), held<CachedList>(), held<ConnectionPage>()];
    fake.reset(null);
    fake.answer("cachedConnections", (isRest) => (isRest ? rest : beginning).promise);
    fake.answer("listConnections", () => listed.promise);
    const started = connectionList.start();
    beginning.answer({ at, rows: rows.slice(0, 100), more: true });
    await vi.waitFor(() => expect(connectionList.rows).toHaveLength(100));
    expect(connectionList.partial).toBe(true);
    connectionList.remove([rows[120]?.id ?? ""]);
    rest.answer({ at, rows: rows.slice(100), more: false });
    await vi.waitFor(() => expect(connectionList.rows).toHaveLength(149));
    expect(connectionList.partial).toBe(false);
    listed.answer({ rows: rows.slice(0, 3), next: null });
    await started;
    expect(connectionList.rows).toHaveLength(3);
  });

  it("does not get its rest once the tenant has said what there is", async () => {
    const [rows, { at }] = [manyConnections(150).map(rowOf), kept()];
    const rest = held<CachedList>();
    fake.reset(null);
    fake.answer("cachedConnections", (isRest) =>
      isRest ? rest.promise : { at, rows: rows.slice(0, 100), more: true },
    );
    fake.answer("listConnections", () => ({ rows: rows.slice(0, 3), next: null }));
    const started = connectionList.start();
    await vi.waitFor(() => expect(connectionList.busy).toBe(false));
    rest.answer({ at, rows: rows.slice(100), more: false });
    await started;
    expect(connectionList.rows).toHaveLength(3);
  });

  it("stays where the tenant does not answer, and says so", async () => {
    fake.reset(null);
    fake.answer("cachedConnections", kept);
    fake.answer("listConnections", () => {
      throw { code: "tenant-unreachable", message: "No answer.", field: null, remedy: null };
    });
    await connectionList.start();
    render(Connections);
    expect(await screen.findByText(/could not be read anew/)).toBeTruthy();
    expect(names()).toHaveLength(2);
  });
});

describe("the search", () => {
  it("finds by domain, client ID and the name of an application", async () => {
    await shown();
    await applicationList.start();
    const search = screen.getByRole("searchbox");
    await userEvent.type(search, "emea.contoso");
    expect(names()).toEqual(["contoso-entra"]);
    await userEvent.clear(search);
    fake.answer("connectionsOfApplication", () => ["con_initech05"]);
    await userEvent.type(search, "field port");
    await vi.waitFor(() => expect(names()).toEqual(["initech-ping"]));
    expect(fake.calls("connectionsOfApplication").at(-1)).toEqual(["5hKq2tMvR8xWz1NcYp7L"]);
  });
});
