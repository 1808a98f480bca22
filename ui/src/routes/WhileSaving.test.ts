// What a person does while a save, a creation or a deletion is under way.
import { fake, type Answer, type CommandName } from "$lib/api/fake";
import type {
  ApplicationForm,
  ApplicationView,
  ConnectionForm,
  ConnectionView,
  Decisions,
  Edit,
  SaveOutcome,
} from "$lib/api";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { connection } from "$lib/api";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import App from "../App.svelte";

const id = "con_8ZkQ4tRvM2xJ";
const portal = "5hKq2tMvR8xWz1NcYp7L";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const scopes = () => screen.getByTestId("scopes").dataset.value;
const refusal = { code: "x", message: "The tenant is away.", field: null, remedy: null };
const press = (keys: string) => userEvent.keyboard(keys);
const save = () => press("{Control>}s{/Control}");

/** A command that answers when it is told to, as the program would or with a problem. */
function held<N extends CommandName>(name: N, answer: Answer<N>) {
  const waiting: (() => void)[] = [];
  const answered = async (...args: Parameters<Answer<N>>) => {
    await new Promise<void>((done) => waiting.push(done));
    return answer(...args);
  };
  fake.answer(name, answered as Answer<N>);
  return async () => {
    await vi.waitFor(() => expect(waiting).not.toHaveLength(0));
    waiting.shift()?.();
  };
}

const saved = async () => {
  const view = await connection(id);
  return ({ form, revision }: Edit): SaveOutcome => ({
    kind: "saved",
    differs: [],
    view: {
      ...view,
      revision: `${Number(revision) + 1}`,
      has_secret: true,
      form: { ...form, client_secret: { kind: "unchanged" }, document: null, metadata: {} },
    },
  });
};
const refused = (): never => {
  throw refusal;
};

async function at(path: string) {
  location.hash = `#${path}`;
  render(App);
  await screen.findByRole("main");
}

async function opened(tab = "settings") {
  await at(`/connections/${id}/${tab}`);
  await screen.findByRole("tab", { name: /Settings/ });
}

/** The window is told to close, and held; what closes it after all. */
function quit() {
  const close = vi.fn();
  expect(router.holdsWindow(close)).toBe(true);
  return close;
}

beforeEach(() => tenantDesk.load());
afterEach(() => toasts.clear());

describe("what is typed while a connection is saved", () => {
  it("stays as an unsaved change over what was saved, in every field", async () => {
    const answer = held("saveConnection", await saved());
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await userEvent.type(screen.getByLabelText("Display name"), " (sent)");
    await save();
    await userEvent.type(screen.getByLabelText("Scopes"), " address");
    await userEvent.click(button("Replace"));
    await userEvent.type(screen.getByLabelText("Client Secret"), "typed later");
    await userEvent.click(screen.getByRole("radio", { name: "Use map" }));
    await answer();
    expect(await screen.findByText("The rest is saved")).toBeTruthy();
    expect(screen.getByText("3 unsaved changes")).toBeTruthy();
    expect(screen.getByText("Client Secret, Scopes and User Mapping")).toBeTruthy();
    expect(scopes()).toBe("openid profile email phone address");
    expect(screen.getByLabelText<HTMLInputElement>("Client Secret").value).toBe("typed later");

    await save();
    await answer();
    await vi.waitFor(() => expect(screen.queryByText(/unsaved change/)).toBeNull());
    expect(fake.calls("saveConnection")[1]).toMatchObject([
      {
        revision: "2",
        form: { scope: "openid profile email phone address", client_secret: { kind: "replace", value: "typed later" } },
      },
      {},
    ]);
  });

  it("stays on Provisioning and Login Experience, in the secret and in the metadata", async () => {
    const answer = held("saveConnection", await saved());
    await opened("login-experience");
    await userEvent.type(screen.getByLabelText("Button display name"), "!");
    await save();
    await userEvent.type(screen.getByLabelText("Identity provider domains"), "new.example{Enter}");
    await userEvent.click(screen.getByRole("switch", { name: "Display connection button" }));
    router.go(`/connections/${id}/provisioning`);
    await userEvent.click(await screen.findByRole("radio", { name: "Never" }));
    router.go(`/connections/${id}/settings`);
    await screen.findByLabelText("Scopes");
    await userEvent.upload(
      screen.getByLabelText("Metadata file"),
      new File(
        [
          JSON.stringify({
            issuer: "https://a.example",
            authorization_endpoint: "x",
            jwks_uri: "x",
            token_endpoint: "x",
          }),
        ],
        "other.json",
      ),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Use this file" }));
    await answer();
    expect(await screen.findByText("The rest is saved")).toBeTruthy();
    expect(
      screen.getByText(
        "Connection Metadata, Sync user profile attributes, Identity provider domains and Display connection button",
      ),
    ).toBeTruthy();
  });

  it("stays where the save is refused, with the reason", async () => {
    const answer = held("saveConnection", () => {
      throw { code: "scope", message: "The scope phone is refused.", field: "scope", remedy: null };
    });
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    await userEvent.type(screen.getByLabelText("Scopes"), " address");
    await answer();
    // The field says something else by now.
    expect((await screen.findByText("The scope phone is refused.")).closest(".foot-problem")).toBeTruthy();
    expect(document.getElementById("scope-error")).toBeNull();
    expect(scopes()).toBe("openid profile email phone address");
  });

  it("is not sent by a decision on a conflict, nor by the save of a review", async () => {
    const conflict: SaveOutcome = {
      kind: "conflict",
      seen: "2",
      again: [],
      conflicts: [
        {
          path: "/options/scope",
          label: "Scopes",
          loaded: "openid",
          yours: "openid phone",
          theirs: "openid email",
          again: false,
        },
      ],
      yours: [],
      theirs: [],
    };
    const adopt = await saved();
    const answer = held("saveConnection", (edit: Edit, decisions: Decisions) =>
      decisions.seen ? adopt(edit) : conflict,
    );
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    await userEvent.type(screen.getByLabelText("Scopes"), " address");
    await answer();
    await userEvent.click(await screen.findByRole("radio", { name: /Yours/ }));
    await userEvent.click(button("Save merged changes"));
    await answer();
    expect(await screen.findByText("The rest is saved")).toBeTruthy();
    expect(fake.calls("saveConnection").map(([edit]) => (edit as Edit).form.scope)).toEqual([
      "openid profile email phone",
      "openid profile email phone",
    ]);
    expect(scopes()).toBe("openid profile email phone address");

    const review = held("reviewChanges", () => [
      { path: "/options/scope", label: "Scopes", before: "a", after: "b", meaning: null },
    ]);
    await userEvent.click(button("Review changes"));
    await userEvent.type(screen.getByLabelText("Client ID"), "x");
    await review();
    await userEvent.click(
      await within(await screen.findByRole("dialog")).findByRole("button", { name: /Save Changes/ }),
    );
    expect((fake.calls("saveConnection").at(-1)?.[0] as Edit).form.client_id).not.toMatch(/x$/);
  });

  it("is saved by a second Ctrl+S once the first has ended, and not before", async () => {
    const answer = held("saveConnection", await saved());
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    await save();
    await userEvent.type(screen.getByLabelText("Scopes"), " address");
    await save();
    expect(fake.calls("saveConnection")).toHaveLength(1);
    await answer();
    await screen.findByText("1 unsaved change");
    await save();
    await answer();
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(fake.calls("saveConnection")).toHaveLength(2);
  });

  it("stays when the connection is read again, and everything stays when it cannot be read", async () => {
    const conflict: SaveOutcome = {
      kind: "conflict",
      seen: "2",
      again: [],
      conflicts: [
        {
          path: "/options/scope",
          label: "Scopes",
          loaded: "openid",
          yours: "openid phone",
          theirs: "openid email",
          again: false,
        },
      ],
      yours: [],
      theirs: [],
    };
    fake.answer("saveConnection", () => conflict);
    await opened();
    const view = await connection(id);
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    fake.answer("connection", refused);
    await userEvent.click(await screen.findByRole("button", { name: "Discard mine and reload" }));
    expect(await screen.findByText("The tenant is away.")).toBeTruthy();
    expect(scopes()).toBe("openid profile email phone");

    await save();
    const answer = held("connection", () => ({
      ...view,
      revision: "7",
      form: { ...view.form, scope: "openid email" },
    }));
    await userEvent.click(await screen.findByRole("button", { name: "Discard mine and reload" }));
    await userEvent.click(button("Back"));
    await userEvent.type(screen.getByLabelText("Client ID"), "x");
    await answer();
    await vi.waitFor(() => expect(scopes()).toBe("openid email"));
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
  });

  it("stays when an earlier state is brought back", async () => {
    const view = await connection(id);
    const answer = held("restore", () => ({
      kind: "saved",
      differs: [],
      view: { ...view, revision: "5", form: { ...view.form, scope: "openid" } },
    }));
    await opened("history");
    await userEvent.click(await screen.findByRole("button", { name: /changed.*Not done/ }));
    await userEvent.click(button("Restore the state before"));
    await userEvent.click(await screen.findByRole("button", { name: "Restore 1 field" }));
    router.go(`/connections/${id}/settings`);
    await userEvent.type(await screen.findByLabelText("Client ID"), "x");
    await answer();
    await vi.waitFor(() => expect(scopes()).toBe("openid"));
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
  });
});

describe("leaving while a connection is saved", () => {
  it("asks, and goes by itself once everything is saved", async () => {
    const answer = held("saveConnection", await saved());
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    router.go("/applications");
    await screen.findByRole("dialog", { name: "Leave before the save has ended?" });
    await answer();
    await vi.waitFor(() => expect(router.path).toBe("/applications"));
  });

  it("stays when the save is refused", async () => {
    const answer = held("saveConnection", refused);
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    router.go("/applications");
    await screen.findByRole("dialog");
    await answer();
    expect(await screen.findByRole("dialog", { name: "Leave with unsaved changes?" })).toBeTruthy();
    expect(router.path).toBe(`/connections/${id}/settings`);
  });

  it("leads nowhere when the answer comes to a page that is gone, and says where it failed", async () => {
    const answer = held("saveConnection", () => {
      throw { ...refusal, field: "scope" };
    });
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    router.go("/applications");
    await userEvent.click(await screen.findByRole("button", { name: "Leave" }));
    await vi.waitFor(() => expect(router.path).toBe("/applications"));
    await answer();
    expect(await screen.findByText("The changes of contoso-entra were not saved: The tenant is away.")).toBeTruthy();
    expect(router.path).toBe("/applications");
  });

  it("sends nothing once what was still being read was given up, and says so", async () => {
    const answer = held("readDomains", () => ({ domains: [], refused: [], repeated: 0 }));
    await opened("login-experience");
    await userEvent.type(screen.getByLabelText("Button display name"), "!");
    await userEvent.type(screen.getByLabelText("Identity provider domains"), "new.example");
    await save();
    router.go("/applications");
    await userEvent.click(await screen.findByRole("button", { name: "Leave" }));
    await vi.waitFor(() => expect(router.path).toBe("/applications"));
    for (let reading = fake.calls("readDomains").length; reading > 0; reading -= 1) await answer();
    expect(
      await screen.findByText(
        "The changes of contoso-entra were not saved: The page was left before anything was sent.",
      ),
    ).toBeTruthy();
    expect(fake.calls("saveConnection")).toHaveLength(0);
  });

  it("quitting is told as what it is: the next start looks", async () => {
    held("saveConnection", await saved());
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    const close = quit();
    const dialog = within(await screen.findByRole("dialog", { name: "Quit before the save has ended?" }));
    expect(dialog.getByText(/may arrive or not: the next start looks, and writes into History which/)).toBeTruthy();
    expect(dialog.queryByText(/It goes on/)).toBeNull();
    expect(close).not.toHaveBeenCalled();
    await userEvent.click(dialog.getByRole("button", { name: "Quit" }));
    expect(close).toHaveBeenCalledOnce();
  });

  it("who waits to quit does so once everything is saved", async () => {
    const answer = held("saveConnection", await saved());
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await save();
    const close = quit();
    await answer();
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  });
});

describe("while domains are read", () => {
  it("one that is removed does not come back", async () => {
    const answer = held("readDomains", (_id: string, held: string[], typed: string) => ({
      domains: [...held, ...typed.split(" ").filter(Boolean)].map((domain) => ({
        domain,
        shown: domain,
        public_mail: false,
        mail_domain: null,
        held_by: [],
      })),
      refused: [],
      repeated: 0,
    }));
    await opened("login-experience");
    await answer();
    await userEvent.type(screen.getByLabelText("Identity provider domains"), "new.example{Enter}");
    await userEvent.click(button("Remove contoso.example"));
    await answer();
    await vi.waitFor(() =>
      expect(screen.getByTestId("domains").dataset.value).toBe("emea.contoso.example new.example"),
    );
  });
});

describe("while a connection is created", () => {
  const made = (form: ConnectionForm): ConnectionView => ({
    id: "con_acmeokta77",
    revision: "1",
    form: { ...form, client_secret: { kind: "unchanged" } },
    enabled_applications: 0,
    has_secret: true,
    last_trial: null,
    practice: false,
  });

  async function filled() {
    await at("/connections/new");
    await userEvent.type(screen.getByLabelText("Connection name"), "acme-new");
    await userEvent.type(screen.getByLabelText("OpenID Connect Discovery URL"), "https://login.example.com");
    await userEvent.type(screen.getByLabelText("Client ID"), "client");
    await userEvent.type(screen.getByLabelText("Client Secret"), "secret");
  }

  it("what is typed goes on as an unsaved change of the new connection", async () => {
    const answer = held("createConnection", made);
    await filled();
    await userEvent.click(button(/^Create/));
    await userEvent.type(screen.getByLabelText("Client ID"), "-7");
    await answer();
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_acmeokta77/test"));
    expect(await screen.findByText("1 unsaved change")).toBeTruthy();
    router.go("/connections/con_acmeokta77/settings");
    await screen.findByLabelText("Client Secret");
    expect(screen.getByLabelText<HTMLInputElement>("Client ID").value).toBe("client-7");
  });

  it("who leaves is told how it ended, and is not brought back", async () => {
    const answer = held("createConnection", made);
    await filled();
    await userEvent.click(button(/^Create/));
    router.go("/applications");
    await screen.findByRole("dialog", { name: "Leave while it is being created?" });
    await userEvent.click(button("Leave"));
    await vi.waitFor(() => expect(router.path).toBe("/applications"));
    await answer();
    expect(await screen.findByText("acme-new was created")).toBeTruthy();
    expect(router.path).toBe("/applications");
  });

  it("who waits to leave goes once it is there", async () => {
    const answer = held("createConnection", made);
    await filled();
    await userEvent.click(button(/^Create/));
    router.go("/applications");
    await screen.findByRole("dialog", { name: "Leave while it is being created?" });
    await answer();
    await vi.waitFor(() => expect(router.path).toBe("/applications"));
  });

  it("quitting is told as what it is: it may be created or not", async () => {
    held("createConnection", made);
    await filled();
    await userEvent.click(button(/^Create/));
    const close = quit();
    const dialog = within(await screen.findByRole("dialog", { name: "Quit while it is being created?" }));
    expect(dialog.getByText(/It may be created or not\. The next start looks/)).toBeTruthy();
    await userEvent.click(dialog.getByRole("button", { name: "Quit" }));
    expect(close).toHaveBeenCalledOnce();
  });

  it.each(["as a whole", "without its client"])(
    "a form that is left %s before it is sent is not sent, and that is said",
    async (how) => {
      await filled();
      if (how === "without its client") await userEvent.clear(screen.getByLabelText("Client ID"));
      button(/^Create/).click();
      router.hold(() => false);
      router.go("/applications");
      flushSync();
      expect(
        await screen.findByText("acme-new was not created: The page was left before anything was sent."),
      ).toBeTruthy();
      expect(fake.calls("createConnection")).toHaveLength(0);
    },
  );

  it("a second time nothing is sent", async () => {
    const answer = held("createConnection", refused);
    await filled();
    await press("{Control>}{Enter}{/Control}{Control>}{Enter}{/Control}");
    await answer();
    expect(await screen.findByText("The tenant is away.")).toBeTruthy();
    expect(fake.calls("createConnection")).toHaveLength(1);
  });
});

describe("while an application is saved", () => {
  const answered = (client_id: string, form: ApplicationForm): ApplicationView => ({
    client_id,
    app_type: "regular_web",
    interactive: true,
    form,
    connections: [],
    confidential: true,
    writable: true,
    kept_for: null,
  });

  async function opened() {
    await at(`/applications/${portal}/settings`);
    await screen.findByLabelText("Callback URLs");
  }

  it("what is typed stays, is marked, and is saved by the next save", async () => {
    const answer = held("saveApplication", answered);
    await opened();
    await userEvent.type(screen.getByLabelText("Name"), " 2");
    await save();
    await save();
    await userEvent.type(screen.getByLabelText("Callback URLs"), "{Enter}https://b.example/cb");
    await answer();
    expect(await screen.findByText("The rest is saved")).toBeTruthy();
    const changed = (label: string) => screen.getByLabelText(label).closest(".changed") !== null;
    expect([changed("Name"), changed("Callback URLs")]).toEqual([false, true]);
    const lists = fake.calls("tenantApplications").length;
    await userEvent.click(button("Save Changes"));
    await answer();
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(fake.calls("saveApplication").map(([, form]) => (form as ApplicationForm).callbacks.length)).toEqual([1, 2]);
    await vi.waitFor(() => expect(fake.calls("tenantApplications")).toHaveLength(lists + 1));
  });

  it("who waits to leave goes once it is saved, and a refusal is told wherever one is", async () => {
    const answer = held("saveApplication", answered);
    await opened();
    await userEvent.type(screen.getByLabelText("Name"), " 2");
    await save();
    router.go("/users");
    await screen.findByRole("dialog", { name: "Leave before the save has ended?" });
    await answer();
    await vi.waitFor(() => expect(router.path).toBe("/users"));

    const refuse = held("saveApplication", refused);
    router.go(`/applications/${portal}/settings`);
    await userEvent.type(await screen.findByLabelText("Name"), " 3");
    await save();
    router.go("/users");
    await userEvent.click(await screen.findByRole("button", { name: "Leave" }));
    await refuse();
    expect(await screen.findByText(/were not saved: The tenant is away/)).toBeTruthy();
  });

  it("quitting is told as what it is: nothing is written down of it", async () => {
    held("saveApplication", answered);
    await opened();
    await userEvent.type(screen.getByLabelText("Name"), " 2");
    await save();
    const close = quit();
    const dialog = within(await screen.findByRole("dialog", { name: "Quit before the save has ended?" }));
    expect(dialog.getByText(/may arrive or not, and nothing is written down of it/)).toBeTruthy();
    expect(dialog.queryByText(/It goes on/)).toBeNull();
    await userEvent.click(dialog.getByRole("button", { name: "Quit" }));
    expect(close).toHaveBeenCalledOnce();
  });

  it("both changed fields are marked", async () => {
    await opened();
    await userEvent.type(screen.getByLabelText("Name"), " 2");
    await userEvent.type(screen.getByLabelText("Callback URLs"), "{Enter}https://b.example/cb");
    expect(screen.getByLabelText("Name").closest(".changed")).toBeTruthy();
    expect(screen.getByLabelText("Callback URLs").closest(".changed")).toBeTruthy();
  });
});

describe("a dialog whose answer is under way", () => {
  it("takes no more typing and stays: a new application", async () => {
    const answer = held("createApplication", refused);
    await at("/applications");
    await userEvent.click(await screen.findByRole("button", { name: "New application" }));
    const name = screen.getByLabelText<HTMLInputElement>("Name");
    await userEvent.type(name, "Portal{Enter}more");
    await userEvent.click(button("Close"));
    expect(button("Cancel")).toHaveProperty("disabled", true);
    await answer();
    expect(await screen.findByText("The tenant is away.")).toBeTruthy();
    expect(name.value).toBe("Portal");
    await userEvent.type(name, "!");
    expect(name.value).toBe("Portal!");
  });

  it("takes no more typing and stays: a tenant’s name, and what is typed to delete one", async () => {
    const answer = held("renameTenant", refused);
    await at("/tenants");
    await userEvent.click(
      within(await screen.findByTestId("tenant-ExampleCo Staging")).getByRole("button", { name: "Rename" }),
    );
    const name = screen.getByLabelText<HTMLInputElement>("Name");
    await userEvent.type(name, " 2{Enter}more");
    expect(name.value).toBe("ExampleCo Staging 2");
    await userEvent.click(button("Close"));
    await answer();
    expect(await screen.findByText("The tenant is away.")).toBeTruthy();
    await userEvent.click(button("Cancel"));

    const remove = held("removeTenant", refused);
    await userEvent.click(
      within(screen.getByTestId("tenant-ExampleCo Staging")).getByRole("button", { name: "Remove…" }),
    );
    await userEvent.type(screen.getByRole("textbox"), "ExampleCo Staging");
    await userEvent.click(button("Remove tenant"));
    expect(button("Keep it")).toHaveProperty("disabled", true);
    await remove();
    expect(await screen.findByText("The tenant is away.")).toBeTruthy();
  });
});

describe("while credentials are looked at", () => {
  async function typed() {
    await at("/tenants/connect");
    await userEvent.type(await screen.findByLabelText("Domain"), "new.eu.auth0.com");
    await userEvent.type(screen.getByLabelText("Client ID"), "id");
    await userEvent.type(screen.getByLabelText("Client Secret"), "right");
  }

  it("an answer about others is not shown", async () => {
    const answer = held("checkAccess", () => ({ url: "https://new.eu.auth0.com", scopes: [] }));
    await typed();
    await userEvent.click(button("Check credentials"));
    await userEvent.type(screen.getByLabelText("Client ID"), "-2");
    expect(fake.calls("cancel")).toEqual([[fake.calls("checkAccess")[0]?.[0]]]);
    await answer();
    await screen.findByRole("button", { name: "Check credentials" });
    expect(screen.queryByText(/The credentials work/)).toBeNull();
  });

  it("nothing more is typed once they are sent to connect, and who left hears that it failed", async () => {
    const answer = held("connectAuth0Tenant", refused);
    await typed();
    await userEvent.click(button(/^Connect/));
    await userEvent.type(screen.getByLabelText("Client ID"), "-2");
    expect(screen.getByLabelText<HTMLInputElement>("Client ID").value).toBe("id");
    router.go("/tenants");
    await screen.findByRole("heading", { name: "Tenants" });
    await answer();
    expect(await screen.findByText("new.eu.auth0.com was not connected: The tenant is away.")).toBeTruthy();
  });
});
