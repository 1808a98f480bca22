import { fake } from "$lib/api/fake";
import { applicationList } from "$lib/features/applications/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Application from "./Application.svelte";
import Applications from "./Applications.svelte";
import Connection from "./Connection.svelte";

const portal = "5hKq2tMvR8xWz1NcYp7L";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
let stop: () => void;

beforeEach(async () => {
  stop = router.start();
  applicationList.search = "";
  await tenantDesk.load();
});
afterEach(() => stop());

describe("a connection's applications", () => {
  async function opened(scene?: string, id = "con_8ZkQ4tRvM2xJ") {
    fake.reset(scene);
    render(Connection, { params: { id, tab: "applications" } });
    await screen.findByRole("tablist");
    await screen.findByRole("checkbox", { name: "Select all shown" });
    return userEvent.setup();
  }

  it("are switched in batches, draw only a part of themselves, and count", async () => {
    const user = await opened("many", "con_3");
    expect(screen.getAllByTestId(/^application-row-/).length).toBeLessThan(60);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("1001");
    await user.type(screen.getByRole("searchbox"), "App 1");
    await user.click(screen.getByRole("checkbox", { name: "Select all shown" }));
    expect(screen.getByText("112 selected")).toBeTruthy();
    await user.click(button("Enable"));
    expect(await screen.findByText("112 applications enabled.")).toBeTruthy();
    expect(fake.calls("switchApplications").map(([, ids]) => (ids as string[]).length)).toEqual([50, 50, 12]);
    expect(button(/^Enabled/).textContent).toBe("Enabled 112");
  });

  it("say which were refused and why, and keep those selected", async () => {
    fake.reset();
    const user = await opened();
    fake.answer("switchApplications", () => ({
      refused: [
        {
          client_id: "d7UoF0zMhK4aVlCy6BnE",
          problem: { code: "inexistent_client", message: "The client does not exist", field: null, remedy: null },
        },
      ],
    }));
    await user.click(screen.getByRole("checkbox", { name: "Select all shown" }));
    await user.click(button("Enable"));
    expect(await screen.findByText("2 applications enabled, 1 not.")).toBeTruthy();
    expect(screen.getByText("Status page: The client does not exist")).toBeTruthy();
    expect(screen.getByRole("switch", { name: "Status page" }).getAttribute("aria-checked")).toBe("false");
    expect(screen.getByRole("checkbox", { name: "Select Status page" })).toHaveProperty("checked", true);
  });

  it("stop after the call that is under way", async () => {
    const user = await opened("many", "con_3");
    let answer: () => void = () => undefined;
    fake.answer("switchApplications", () => new Promise((done) => (answer = () => done({ refused: [] }))));
    await user.click(screen.getByRole("checkbox", { name: "Select all shown" }));
    await user.click(button("Enable"));
    expect(await screen.findByText("Enabling, 0 of 1,000")).toBeTruthy();
    answer();
    expect(await screen.findByText("Enabling, 50 of 1,000")).toBeTruthy();
    await user.click(button("Stop"));
    answer();
    expect(await screen.findByText("100 applications enabled. Stopped before the other 900.")).toBeTruthy();
    expect(fake.calls("switchApplications")).toHaveLength(2);
  });

  it("that nobody signs in to cannot be enabled", async () => {
    await opened();
    const nightly = screen.getByTestId("application-row-Nightly import");
    expect(within(nightly).getByRole("switch")).toHaveProperty("disabled", true);
    expect(within(nightly).getByRole("checkbox")).toHaveProperty("disabled", true);
    expect(nightly.textContent).toContain("Machine to machine");
  });

  it("are walked with arrow keys", async () => {
    const user = await opened();
    screen.getByRole("switch", { name: "Field Portal" }).focus();
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(screen.getByRole("switch", { name: "HR Desk" }));
  });
});

describe("the tenant's applications", () => {
  it("are listed with how many connections each may use, and found", async () => {
    render(Applications);
    const row = await screen.findByTestId("application-Field Portal");
    await vi.waitFor(() => expect(row.lastElementChild?.textContent).toBe("8"));
    expect(screen.getByTestId("application-Invoices").lastElementChild?.textContent).toBe("0");
    await userEvent.type(screen.getByRole("searchbox"), "w8Pz");
    expect(screen.getAllByTestId(/^application-/)).toHaveLength(1);
  });

  it("are made on a local tenant, once what was typed will do", async () => {
    const user = userEvent.setup();
    render(Applications);
    await user.click(button("New application"));
    const dialog = within(screen.getByRole("dialog"));
    await user.type(dialog.getByLabelText("Name"), "Portal");
    await user.selectOptions(dialog.getByLabelText("Type"), "Single page");
    await user.type(dialog.getByLabelText("Callback URLs"), "nowhere");
    await user.click(dialog.getByRole("button", { name: "Create" }));
    expect((await dialog.findByRole("alert")).textContent).toContain("“nowhere” is no callback URL");
    await user.clear(dialog.getByLabelText("Callback URLs"));
    await user.type(dialog.getByLabelText("Callback URLs"), "https://a.example/cb{Enter}https://b.example/cb");
    await user.click(dialog.getByRole("button", { name: "Create" }));
    await vi.waitFor(() => expect(router.path).toMatch(/^\/applications\/new/));
    expect(fake.calls("createApplication").at(-1)).toEqual([
      { name: "Portal", callbacks: ["https://a.example/cb", "https://b.example/cb"] },
      "spa",
    ]);
  });

  it("are not made on an Auth0 tenant, where one is read and switched", async () => {
    await tenantDesk.choose(
      (
        await import("$lib/api").then(({ connectAuth0Tenant }) =>
          connectAuth0Tenant("Staging", {
            domain: "staging.eu.auth0.com",
            credentials: { kind: "secret", client_id: "id", client_secret: "right" },
            proxy: "",
            authorities: "",
          }),
        )
      ).tenant.id,
    );
    const list = render(Applications);
    expect(screen.queryByRole("button", { name: "New application" })).toBeNull();
    list.unmount();
    render(Application, { params: { id: portal, tab: "settings" } });
    expect((await screen.findByText(/Lintel switches the connections and nothing else/)).textContent).toContain(
      "no scope",
    );
    expect(screen.getByLabelText("Name")).toHaveProperty("readOnly", true);
    expect(screen.queryByRole("button", { name: /Save|Delete/ })).toBeNull();
  });
});

describe("an application", () => {
  async function opened(tab: string, id = portal) {
    router.go(`/applications/${id}/${tab}`);
    render(Application, { params: { id, tab } });
    await screen.findByRole("tablist");
    return userEvent.setup();
  }

  it("has its connections switched, and back when the tenant refuses", async () => {
    const user = await opened("connections");
    const okta = screen.getByRole("switch", { name: "acme-okta" });
    await user.click(okta);
    expect(okta.getAttribute("aria-checked")).toBe("false");
    expect(fake.calls("switchApplications")).toEqual([["con_acmeokta77", [portal], false]]);
    fake.answer("switchApplications", () => {
      throw {
        code: "insufficient_scope",
        message: "The credentials lack update:connections.",
        field: null,
        remedy: null,
      };
    });
    await user.click(okta);
    expect((await screen.findByRole("alert")).textContent).toContain("update:connections");
    expect(okta.getAttribute("aria-checked")).toBe("false");
  });

  it("is renamed, keeps what was typed where the tenant refuses, and is not left unsaved unasked", async () => {
    const user = await opened("settings");
    await user.clear(screen.getByLabelText("Name"));
    await user.click(button("Save Changes"));
    expect((await screen.findByRole("alert")).textContent).toContain("The name is empty.");
    await user.type(screen.getByLabelText("Name"), "Portal 2");
    router.go("/users");
    const dialog = await screen.findByRole("dialog", { name: "Leave with unsaved changes?" });
    await user.click(within(dialog).getByRole("button", { name: "Keep editing" }));
    await user.click(button("Save Changes"));
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(fake.calls("saveApplication").at(-1)).toEqual([
      portal,
      { name: "Portal 2", callbacks: ["https://app.example.com/callback"] },
    ]);
  });

  it("goes when its name was typed", async () => {
    const user = await opened("settings");
    await user.click(button("Delete application…"));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByRole("button", { name: "Delete application" })).toHaveProperty("disabled", true);
    await user.type(dialog.getByRole("textbox"), "Field Portal");
    await user.click(dialog.getByRole("button", { name: "Delete application" }));
    await vi.waitFor(() => expect(router.path).toBe("/applications"));
    expect(fake.calls("deleteApplication")).toEqual([[portal, "Field Portal"]]);
  });

  it("that Lintel needs stays, and says what for", async () => {
    await opened("settings", "y2QjD8wGtP3sXfLr5OiA");
    expect(button("Delete application…")).toHaveProperty("disabled", true);
    expect(screen.getByText("Lintel manages this tenant with this application, so it cannot be deleted.")).toBeTruthy();
  });
});

describe("callback URLs", () => {
  it("are looked at as they are typed, and what was meant is a button", async () => {
    fake.reset();
    render(Application, { params: { id: portal, tab: "settings" } });
    const box = await screen.findByLabelText<HTMLTextAreaElement>("Callback URLs");
    await userEvent.type(box, "{Enter}localhost:4401/login/callback");
    expect((await screen.findByRole("alert")).textContent).toContain("has no scheme");
    await userEvent.click(button("Use http://localhost:4401/login/callback"));
    expect(box.value.split("\n")).toEqual(["https://app.example.com/callback", "http://localhost:4401/login/callback"]);
    await vi.waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(document.activeElement).toBe(box);
    await userEvent.type(box, "{Enter}http://app.example.com/cb");
    expect(await screen.findByText(/is not encrypted/)).toBeTruthy();
    expect(box.getAttribute("aria-invalid")).toBeNull();
  });

  it("are not asked for where nobody signs in, and such an application opens on its settings", async () => {
    fake.reset();
    render(Application, { params: { id: "y2QjD8wGtP3sXfLr5OiA" } });
    expect(await screen.findByLabelText("Client ID")).toBeTruthy();
    expect(screen.getByRole("tab", { name: "Settings" }).getAttribute("aria-selected")).toBe("true");
    expect(screen.queryByLabelText("Callback URLs")).toBeNull();
  });

  it("are not asked for in the dialog of a machine-to-machine application", async () => {
    fake.reset();
    render(Applications);
    await userEvent.click(await screen.findByRole("button", { name: "New application" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByLabelText("Callback URLs")).toBeTruthy();
    await userEvent.selectOptions(dialog.getByLabelText("Type"), "non_interactive");
    expect(dialog.queryByLabelText("Callback URLs")).toBeNull();
  });
});
