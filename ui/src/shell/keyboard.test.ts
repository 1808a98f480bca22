import type { BulkOutcome } from "$lib/api";
// The window without a mouse.
import App from "../App.svelte";
import { fake } from "$lib/api/fake";
import { bulks } from "$lib/features/connections/bulk.svelte";
import { selection } from "$lib/features/connections/selection.svelte";
import { palette } from "$lib/features/palette/palette.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const focused = () => document.activeElement as HTMLElement;
const keys = (text: string) => userEvent.keyboard(text);

async function started(path = "/connections") {
  location.hash = `#${path}`;
  await tenantDesk.load();
  render(App);
  if (path === "/connections") await screen.findByTestId("connection-row-acme-okta");
}

beforeEach(() => {
  selection.clear();
  bulks.here.dismiss();
  palette.open = false;
  document.execCommand = () => true;
});
afterEach(() => {
  toasts.clear();
  delete document.documentElement.dataset.theme;
  localStorage.clear();
});

describe("the palette", () => {
  async function opened(typed = "") {
    await keys("{Control>}k{/Control}");
    const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Search or run a command" });
    expect(focused()).toBe(field);
    if (typed) await userEvent.type(field, typed);
    return field;
  }
  const active = (field: HTMLElement) =>
    document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent;

  it("opens a connection that is found by its host, and closes", async () => {
    await started();
    const field = await opened("microsoftonline");
    expect(active(field)).toContain("contoso-entra");
    await keys("{Enter}");
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_8ZkQ4tRvM2xJ/settings"));
    expect(screen.queryByRole("combobox", { name: "Search or run a command" })).toBeNull();
  });

  it("moves with the arrow keys around its ends, and Escape gives the focus back", async () => {
    await started();
    screen.getByRole("link", { name: /acme-okta/ }).focus();
    const field = await opened();
    const first = active(field);
    await keys("{ArrowUp}");
    expect(active(field)).toContain("Normal size");
    await keys("{ArrowDown}");
    expect(active(field)).toBe(first);
    field.closest("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
    await vi.waitFor(() => expect(screen.queryByRole("combobox", { name: "Search or run a command" })).toBeNull());
    expect(focused().textContent).toContain("acme-okta");
  });

  it("switches tenants and themes", async () => {
    await started();
    await opened("dark");
    await keys("{Enter}");
    expect([document.documentElement.dataset.theme, localStorage.getItem("lintel.theme")]).toEqual(["dark", "dark"]);
    await opened("theme system");
    await keys("{Enter}");
    expect(document.documentElement.dataset.theme).toBeUndefined();
    await opened("switch staging");
    await keys("{Enter}");
    expect(await screen.findByRole("button", { name: /^Tenant: ExampleCo Staging/ })).toBeTruthy();
  });

  it("offers the tabs and the test of the connection that is open, and only there", async () => {
    await started("/connections/con_practice1/settings");
    await screen.findByRole("tablist");
    const field = await opened("history practice");
    expect(active(field)).toContain("History");
    await keys("{Enter}");
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_practice1/history"));
    await opened("test login");
    await keys("{Enter}");
    await vi.waitFor(() => expect(fake.calls("startTrial")).toHaveLength(1));
    router.go("/connections");
    await screen.findByTestId("connection-row-acme-okta");
    await opened("test login");
    expect(await screen.findByText("Nothing fits “test login”.")).toBeTruthy();
  });

  it.each([
    ["applications", "/applications"],
    ["users", "/users"],
    ["tenants", "/tenants"],
    ["field portal", "/applications/5hKq2tMvR8xWz1NcYp7L"],
    ["emea.contoso", "/connections/con_8ZkQ4tRvM2xJ/settings"],
    ["con_globex91", "/connections/con_globex91/settings"],
    ["mei tanaka", "/users/oidc%7Cnorthwind-google%7C3"],
  ])("finds %s", async (typed, path) => {
    await started();
    const field = await opened(typed);
    await vi.waitFor(() => expect(active(field)).toBeTruthy());
    await keys("{Enter}");
    await vi.waitFor(() => expect(location.hash).toBe(`#${path}`));
  });

  it("offers what can be done on the page: with what is selected, and with what is not saved", async () => {
    await started();
    await userEvent.click(screen.getByRole("checkbox", { name: "Select acme-okta" }));
    const field = await opened();
    const groups = screen
      .getAllByRole("group")
      .map((group) => document.getElementById(group.getAttribute("aria-labelledby") ?? "")?.textContent);
    expect(groups.filter(Boolean)).toEqual([
      "This page",
      "1 selected connection",
      "Go to",
      "Actions",
      "Tenants",
      "Appearance",
    ]);
    await userEvent.type(field, "show as");
    expect(active(field)).toContain("Show as button");
    await keys("{Enter}");
    await screen.findByText("1 connection shown as a button");
    router.go("/connections/con_acmeokta77/settings");
    await userEvent.type(await screen.findByLabelText("Display name"), "!");
    await opened("save");
    await keys("{Enter}");
    await vi.waitFor(() => expect(fake.calls("saveConnection")).toHaveLength(1));
    await opened("dupl");
    await keys("{Enter}");
    await vi.waitFor(() => expect(location.hash).toBe("#/connections/new/con_acmeokta77"));
  });

  it("says what can be found where nothing fits", async () => {
    await started();
    await opened("no such thing");
    expect(await screen.findByText("Nothing fits “no such thing”.")).toBeTruthy();
    expect(screen.getByText(/connections also by display name, ID, issuer host and domain/)).toBeTruthy();
  });

  it("is free of violations", async () => {
    await started();
    await opened("o");
    const { violations } = await axe.run(screen.getByRole("dialog"), {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });

  it("answers at once on 3,000 connections", async () => {
    const { findable, fitting } = await import("$lib/features/palette/matching");
    const things = Array.from({ length: 3000 }, (_, index) => ({
      id: `${index}`,
      group: "Connections",
      label: `customer-${index}`,
      names: [`Customer ${index}`],
      hint: `id-${index}.example`,
      words: [`con_${index}`],
      run: () => undefined,
    }));
    const began = performance.now();
    const found = fitting([], findable(things), "customer 2999");
    expect(found[0]?.commands.map(({ label }) => label)).toEqual(["customer-2999"]);
    expect(performance.now() - began).toBeLessThan(100);
  });
});

describe("F6", () => {
  it("goes round sidebar, header, content and footer, and back with Shift", async () => {
    await started();
    const panes = () => focused().closest(".sidebar, .head, .filters, .table__rows, .foot")?.className.split(" ")[0];
    await userEvent.click(screen.getByRole("checkbox", { name: "Select acme-okta" }));
    focused().blur();
    const seen = [];
    for (let press = 0; press < 5; press += 1) {
      await keys("{F6}");
      seen.push(panes());
    }
    expect(seen).toEqual(["sidebar", "head", "filters", "table__rows", "foot"]);
    await keys("{Shift>}{F6}{/Shift}");
    expect([panes(), focused().className]).toEqual(["table__rows", "rowlink"]);
  });
});

describe("the keys of every page", () => {
  it.each([
    "/connections",
    "/applications",
    "/users",
    "/connections/con_acmeokta77/applications",
    "/applications/5hKq2tMvR8xWz1NcYp7L/connections",
  ])("slash and Ctrl F go to the search of %s", async (path) => {
    await started(path);
    const search = await screen.findByRole("searchbox");
    for (const key of ["/", "{Control>}f{/Control}"]) {
      focused().blur();
      await keys(key);
      expect([focused(), (search as HTMLInputElement).value]).toEqual([search, ""]);
    }
  });

  it.each(["?", "{Control>},{/Control}"])("%s shows every shortcut, and Escape closes it", async (key) => {
    await started();
    await keys(key);
    const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
    expect(dialog.textContent).toMatch(/Search and commands\s*Ctrl K/);
    expect(dialog.textContent).toMatch(/Save Changes\s*Ctrl S/);
    await keys("{Escape}");
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("Ctrl +, − and 0 make the window larger, smaller and normal, and the next start knows", async () => {
    await started();
    const seen = [];
    for (const key of ["+", "=", "-", "0"]) {
      await keys(`{Control>}${key}{/Control}`);
      seen.push(localStorage.getItem("lintel.zoom"));
    }
    expect(seen).toEqual(["1.1", "1.25", "1.1", "1"]);
    vi.stubGlobal("innerWidth", 840);
    await keys("{Control>}+{/Control}");
    vi.unstubAllGlobals();
    expect(localStorage.getItem("lintel.zoom"), "narrower than that, not everything has its place").toBe("1");
  });

  it("Ctrl and a number go to a tab, where the arrow keys go on", async () => {
    await started("/connections/con_acmeokta77/settings");
    await screen.findByRole("tablist");
    await keys("{Control>}4{/Control}");
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_acmeokta77/applications"));
    expect(focused()).toBe(screen.getByRole("tab", { name: /^Applications/ }));
    await keys("{ArrowRight}");
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_acmeokta77/organizations"));
  });
});

describe("the rows of a list", () => {
  const row = () => focused().closest("tr")?.dataset.testid?.replace("connection-row-", "");

  it("are one key from the search, and gone through with the arrows, Home and End", async () => {
    await started();
    await keys("/{ArrowDown}");
    await vi.waitFor(() => expect([row(), focused().className]).toEqual(["wingtip-idp", "rowlink"]));
    const seen = [];
    for (const key of ["{ArrowDown}", "{End}", "{ArrowDown}", "{ArrowUp}", "{Home}", "{ArrowUp}", "{PageDown}"]) {
      await keys(key);
      await new Promise((done) => setTimeout(done));
      seen.push(row());
    }
    expect(seen).toEqual([
      "contoso-entra",
      "practice-provider",
      "practice-provider",
      "tailspin-onelogin",
      "wingtip-idp",
      "wingtip-idp",
      "contoso-entra",
    ]);
    await keys("/entra{Enter}");
    await vi.waitFor(() => expect(row()).toBe("contoso-entra"));
    await keys("{Enter}");
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_8ZkQ4tRvM2xJ/settings"));
  });

  it("have one tab stop, wherever it is", async () => {
    await started();
    await keys("/{ArrowDown}{ArrowDown}{ArrowDown}");
    await vi.waitFor(() => expect(row()).toBe("acme-okta"));
    await userEvent.tab();
    expect(focused().getAttribute("aria-label")).toBe("Actions for acme-okta");
    await userEvent.tab();
    expect(row()).toBeUndefined();
    await userEvent.tab({ shift: true });
    expect(row()).toBe("acme-okta");
  });

  it("keep the one with the focus, however far the list is scrolled, and go to the next where it is deleted", async () => {
    fake.reset("many");
    location.hash = "#/connections";
    await tenantDesk.load();
    const { container } = render(App);
    await screen.findByText("1,200", { selector: ".filter span" });
    await keys("/{ArrowDown}{ArrowDown}");
    await vi.waitFor(() => expect(row()).toBe("customer-2"));
    const pane = container.querySelector(".main .scroll") as HTMLElement;
    pane.scrollTop = 20_000;
    pane.dispatchEvent(new Event("scroll"));
    await screen.findByTestId("connection-row-customer-460");
    expect(row()).toBe("customer-2");
    await keys("{ArrowDown}");
    await vi.waitFor(() => expect(row()).toBe("customer-3"));
    await keys("{End}");
    await vi.waitFor(() => expect(row()).toBe("customer-1200"));
    await keys("{Home}");
    await vi.waitFor(() => expect(row()).toBe("customer-1"));
    await keys("{Shift>}{F10}{/Shift}");
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete…" }));
    await userEvent.type(await screen.findByLabelText("Type the connection’s name to delete it"), "customer-1");
    await userEvent.click(screen.getByRole("button", { name: "Delete connection" }));
    await vi.waitFor(() => expect(row()).toBe("customer-2"));
  });
});

describe("the menu of a row", () => {
  const named = () => screen.getAllByRole("menuitem").map((item) => item.textContent?.trim().replace(/[↵TC]$/, ""));

  it("opens by its button, by right click and by the menu key, and Escape gives the focus back", async () => {
    await started();
    const all = [
      "Open",
      "Test login",
      "Duplicate",
      "Copy connection ID",
      "Copy callback URL",
      "Export…",
      "Promote to…",
      "Delete…",
    ];
    await userEvent.click(screen.getByRole("button", { name: "Actions for acme-okta" }));
    expect(named()).toEqual(all);
    expect(focused().textContent).toContain("Open");
    await keys("{Escape}");
    expect([screen.queryByRole("menu"), focused().getAttribute("aria-label")]).toEqual([null, "Actions for acme-okta"]);
    await userEvent.pointer({ keys: "[MouseRight]", target: screen.getByText("initech-ping") });
    expect(screen.getByRole("menu", { name: "Actions for initech-ping" })).toBeTruthy();
    await keys("{Escape}");
    expect([screen.queryByRole("menu"), focused().textContent]).toEqual([
      null,
      expect.stringContaining("initech-ping"),
    ]);
    await keys("{ContextMenu}");
    await keys("d");
    expect(focused().textContent).toContain("Duplicate");
    await keys("{Enter}");
    await vi.waitFor(() => expect(location.hash).toBe("#/connections/new/con_initech05"));
  });

  it("exports one, and copies its ID", async () => {
    await started();
    await userEvent.click(screen.getByRole("button", { name: "Actions for acme-okta" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Export…" }));
    await userEvent.click(await screen.findByRole("button", { name: "Export 1 connection…" }));
    await screen.findByText("1 connection exported to /home/ada/connections.json");
    expect(fake.calls("readExport")[0]?.[1]).toEqual(["con_acmeokta77"]);
    await userEvent.click(screen.getByRole("button", { name: "Actions for acme-okta" }));
    await userEvent.click(screen.getByRole("menuitem", { name: /^Copy connection ID/ }));
    expect(await screen.findByText("Connection ID copied")).toBeTruthy();
  });
});

describe("without a mouse", () => {
  it("a person searches, selects, changes many and dismisses the result", async () => {
    await started();
    await keys("/");
    expect(focused()).toBe(screen.getByRole("searchbox"));
    await keys("okta");
    while (!focused().matches("a.rowlink")) await userEvent.tab();
    await keys(" ");
    expect(screen.getByText("1 selected")).toBeTruthy();
    while (focused().getAttribute("aria-label") !== "More for the selected connections") await userEvent.tab();
    await keys("{Enter}");
    expect(focused().textContent).toContain("Show as button");
    await keys("{Enter}");
    await screen.findByText("1 connection shown as a button");
    expect(fake.calls("changeConnections")[0]?.[1]).toEqual(["con_acmeokta77"]);
    while (focused().getAttribute("aria-label") !== "Dismiss") await userEvent.tab();
    await keys("{Enter}");
    expect(screen.queryByText("1 connection shown as a button")).toBeNull();
  });

  it("a person makes a connection, saves a change, and deletes it", async () => {
    await started();
    await keys("{Control>}n{/Control}");
    await screen.findByLabelText("Connection name");
    while (focused().id !== "name") await userEvent.tab();
    await keys("by-keyboard");
    while (focused().id !== "discovery-url") await userEvent.tab();
    await keys("https://login.acme.example");
    while (focused().id !== "client-id") await userEvent.tab();
    await keys("the-client");
    while (focused().id !== "client-secret") await userEvent.tab();
    await keys("the-secret{Enter}");
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_bykeyboard7Q/test"));
    await vi.waitFor(() => expect(focused().textContent).toContain("Test login"));
    await keys("{Control>}1{/Control}");
    await screen.findByLabelText("Display name");
    while (focused().id !== "display-name") await userEvent.tab();
    await keys(" of Acme{Control>}s{/Control}");
    await vi.waitFor(() => expect(fake.calls("saveConnection")).toHaveLength(1));
    while (focused().textContent?.trim() !== "Delete connection…") await userEvent.tab();
    await keys("{Enter}");
    await screen.findByRole("dialog");
    screen.getByLabelText("Type the connection’s name to delete it").focus();
    await keys("by-keyboard");
    while (focused().textContent?.trim() !== "Delete connection") await userEvent.tab();
    await keys("{Enter}");
    await vi.waitFor(() => expect(fake.calls("deleteConnection")).toHaveLength(1));
  });
});

describe("a toast", () => {
  it("tells of a change that ended while another page was shown, and takes it back", async () => {
    await started();
    let end: (outcome: BulkOutcome) => void = () => undefined;
    fake.answer("changeConnections", () => new Promise((done) => (end = done)));
    await userEvent.click(screen.getByRole("checkbox", { name: "Select acme-okta" }));
    await userEvent.click(screen.getByRole("button", { name: "More for the selected connections" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Show as button" }));
    router.go("/tenants");
    await screen.findByRole("heading", { name: "Tenants" });
    end({ changed: ["con_acmeokta77"], unchanged: 0, failed: [], left: 0 });
    expect((await screen.findByText("1 connection shown as a button")).closest("[role=status]")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(fake.calls("changeConnections")[1]?.[2]).toEqual({ kind: "button", shown: false });
    expect(screen.queryByText("1 connection shown as a button")).toBeNull();
    end({ changed: ["con_acmeokta77"], unchanged: 0, failed: [], left: 0 });
    expect(await screen.findByText("1 connection no longer shown as a button")).toBeTruthy();
  });

  it("says nothing where the list itself does", async () => {
    await started();
    await userEvent.click(screen.getByRole("checkbox", { name: "Select acme-okta" }));
    await userEvent.click(screen.getByRole("button", { name: "More for the selected connections" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Show as button" }));
    await screen.findByText("1 connection shown as a button");
    expect(toasts.shown).toEqual([]);
  });

  it("goes by itself, but not while somebody reads it", () => {
    vi.useFakeTimers();
    toasts.show("Something happened");
    vi.advanceTimersByTime(7_000);
    toasts.hold();
    vi.advanceTimersByTime(60_000);
    expect(toasts.shown).toHaveLength(1);
    toasts.release();
    vi.advanceTimersByTime(8_000);
    expect(toasts.shown).toEqual([]);
    vi.useRealTimers();
  });
});
