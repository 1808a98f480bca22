// What is typed and not saved: kept in case the program ends, taken up again, given up, brought back.
import { connection, type KeptDraft } from "$lib/api";
import { fake } from "$lib/api/fake";
import { Keeping } from "$lib/features/connections/keeping.svelte";
import { ConnectionDraft } from "$lib/model/connection/draft.svelte";
import { nextSteps } from "$lib/features/connections/nextSteps.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import App from "../App.svelte";
import { violations } from "../test/axe";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const scopes = () => screen.getByTestId("scopes").dataset.value;
const kept = () =>
  fake.calls("keepDraft").at(-1)?.[0] as { id: string; form: { scope: string; name: string } } | undefined;

async function at(path: string) {
  location.hash = `#${path}`;
  render(App);
  await screen.findByRole("main");
}

async function opened(tab = "settings") {
  await at(`/connections/${id}/${tab}`);
  await screen.findByRole("tab", { name: /Settings/ });
}

/** What an earlier end of the program left of the connection, typed over what it is now. */
async function left(typed: Partial<KeptDraft["form"]>, more: Partial<KeptDraft> = {}): Promise<KeptDraft> {
  const { form } = await connection(id);
  const draft: KeptDraft = {
    at: new Date(2026, 0, 5, 14, 2).toISOString(),
    base: form,
    form: { ...form, ...typed },
    file: null,
    left_out: [],
    ...more,
  };
  fake.keep(id, draft);
  return draft;
}

beforeEach(() => tenantDesk.load());
afterEach(() => {
  toasts.clear();
  nextSteps.clear();
});

describe("what is typed", () => {
  it("is kept when the focus leaves its field, without waiting", async () => {
    await opened();
    await userEvent.click(screen.getByLabelText("Client ID"));
    await userEvent.paste("x");
    await userEvent.tab();
    await vi.waitFor(
      () => expect(kept()).toMatchObject({ id, form: { client_id: "9d2c7b1e-58a4-4c0f-b7e1-6a3f90d4c215x" } }),
      500,
    );
  });

  it("is kept once a second at most, newest last, and dropped once nothing is unsaved", async () => {
    vi.useFakeTimers();
    try {
      const draft = new ConnectionDraft(await connection(id));
      const keeping = new Keeping(draft, id, 1000);
      await keeping.begin();
      for (const scope of ["openid a", "openid ab", "openid abc"]) {
        draft.set({ scope });
        keeping.changed();
        await vi.advanceTimersByTimeAsync(300);
      }
      expect(fake.calls("keepDraft")).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(200);
      expect(fake.calls("keepDraft")).toHaveLength(1);
      expect(kept()?.form.scope).toBe("openid abc");
      draft.discard();
      keeping.changed();
      await vi.advanceTimersByTimeAsync(2000);
      expect(fake.calls("dropDraft")).toEqual([[id]]);
      expect(fake.calls("keepDraft")).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("in the create form is kept as well, and gone once the connection is created", async () => {
    await at("/connections/new");
    await userEvent.type(await screen.findByLabelText("Connection name"), "acme");
    await userEvent.tab();
    await vi.waitFor(() => expect(kept()).toMatchObject({ id: "", form: { name: "acme" } }));
    await userEvent.type(screen.getByLabelText("OpenID Connect Discovery URL"), "https://login.acme.example");
    await userEvent.type(screen.getByLabelText("Client ID"), "client-1");
    await userEvent.type(screen.getByLabelText("Client Secret"), "secret-1");
    await userEvent.click(button("Create"));
    await screen.findByRole("tab", { name: /Settings/ });
    await vi.waitFor(() => expect(fake.calls("dropDraft").at(-1)).toEqual([""]));
  });

  it("is given up with the page, before the page is left", async () => {
    await opened();
    await userEvent.type(screen.getByLabelText("Scopes"), " phone");
    await userEvent.tab();
    await vi.waitFor(() => expect(kept()).toBeTruthy());
    router.go("/users");
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Discard" }));
    await vi.waitFor(() => expect(router.path).toBe("/users"));
    expect(fake.calls("dropDraft")).toEqual([[id]]);
  });

  it("says once when it cannot be kept", async () => {
    fake.answer("keepDraft", () => {
      throw {
        code: "draft-not-kept",
        message: "Unsaved changes are not kept in case Lintel ends: the disk is full.",
        field: null,
        remedy: null,
      };
    });
    await opened();
    for (const word of [" phone", " address"]) {
      await userEvent.type(screen.getByLabelText("Scopes"), word);
      await userEvent.tab();
    }
    await vi.waitFor(() => expect(fake.calls("keepDraft").length).toBeGreaterThan(1));
    expect(screen.getAllByText(/the disk is full/)).toHaveLength(1);
  });
});

describe("what an earlier end of the program left", () => {
  it("is offered with its time, and goes over what is on the tenant now", async () => {
    const draft = await left({ scope: "openid phone", client_id: "typed" });
    fake.hold({
      ...(await connection(id)),
      revision: "2",
      form: { ...draft.base, scope: "openid address", pkce: "S256" },
    });
    await opened();
    expect(await screen.findByText("Unsaved changes of 5 Jan, 14:02 were kept")).toBeTruthy();
    expect(scopes()).toBe("openid address");
    await userEvent.click(button("Take them up again"));
    expect(scopes()).toBe("openid phone");
    expect(screen.getByRole("radio", { name: "S256", checked: true })).toBeTruthy();
    expect(screen.getByText("2 unsaved changes")).toBeTruthy();
    expect(
      screen.getByText(
        /Changed on the tenant meanwhile: Scopes and PKCE\. Of these you had changed Scopes as well, and yours stands here\./,
      ),
    ).toBeTruthy();
    expect(await violations(document.body)).toEqual([]);
  });

  it("asks for the secret again, which is not kept", async () => {
    await left({ scope: "openid phone" }, { left_out: ["client_secret"] });
    await opened();
    await userEvent.click(await screen.findByRole("button", { name: "Take them up again" }));
    expect(screen.getByText(/Not kept, and to be typed again: Client Secret\./)).toBeTruthy();
    expect((screen.getByLabelText("Client Secret") as HTMLInputElement).value).toBe("");
    await userEvent.keyboard("{Control>}s{/Control}");
    expect(await screen.findByRole("button", { name: /^Client Secret – / })).toBeTruthy();
    expect(fake.calls("saveConnection")).toHaveLength(0);
  });

  it("is discarded, and nothing is typed over it until somebody decides", async () => {
    await left({ scope: "openid phone" });
    await opened();
    await screen.findByText(/were kept/);
    await userEvent.type(screen.getByLabelText("Client ID"), "x");
    await userEvent.tab();
    expect(fake.calls("keepDraft")).toHaveLength(0);
    await userEvent.click(button("Discard them"));
    expect(screen.queryByText(/were kept/)).toBeNull();
    expect(fake.calls("dropDraft")).toEqual([[id]]);
    await userEvent.type(screen.getByLabelText("Client ID"), "y");
    await userEvent.tab();
    await vi.waitFor(() => expect(kept()).toBeTruthy());
  });

  it("is not offered where it is saved by now", async () => {
    const draft = await left({ scope: "openid phone" });
    fake.hold({ ...(await connection(id)), revision: "2", form: draft.form });
    await opened();
    await vi.waitFor(() => expect(fake.calls("dropDraft")).toEqual([[id]]));
    expect(screen.queryByText(/were kept/)).toBeNull();
  });

  it("of the create form is taken up there", async () => {
    const { form } = await connection(id);
    const base = { ...form, name: "", display_name: "", discovery_url: "", client_id: "" };
    fake.keep("", {
      at: new Date().toISOString(),
      base,
      form: { ...base, name: "acme", client_id: "client-1" },
      file: null,
      left_out: ["client_secret"],
    });
    await at("/connections/new");
    await userEvent.click(await screen.findByRole("button", { name: "Take them up again" }));
    expect((screen.getByLabelText("Connection name") as HTMLInputElement).value).toBe("acme");
    expect((screen.getByLabelText("Client ID") as HTMLInputElement).value).toBe("client-1");
    expect(screen.getByText(/to be typed again: Client Secret/)).toBeTruthy();
  });
});

it("what the footer discards can be brought back", async () => {
  await opened();
  await userEvent.type(screen.getByLabelText("Scopes"), " phone");
  await userEvent.type(screen.getByLabelText("Client ID"), "x");
  await userEvent.click(button("Discard"));
  expect(scopes()).toBe("openid profile email");
  expect(screen.getByText("2 unsaved changes discarded")).toBeTruthy();
  await userEvent.click(button("Undo"));
  expect(scopes()).toBe("openid profile email phone");
  expect(screen.getByText("2 unsaved changes")).toBeTruthy();
});

describe("after Create", () => {
  const steps = () => within(screen.getByRole("region", { name: "Next steps" }));

  it("the next steps are there until they are put away, and nobody can log in is said", async () => {
    fake.hold({ ...(await connection(id)), enabled_applications: 0, last_trial: null });
    nextSteps.add(id);
    await opened();
    expect(steps().getByText("Created")).toBeTruthy();
    expect(steps().getByRole("link", { name: "Enable for an application" }).getAttribute("href")).toBe(
      `#/connections/${id}/applications`,
    );
    expect(screen.getByText("Nobody can log in: enabled for no application")).toBeTruthy();
    expect(screen.getByText("No application: nobody can log in")).toBeTruthy();
    expect(await violations(document.body)).toEqual([]);
    await userEvent.click(steps().getByRole("button", { name: "Test login" }));
    await vi.waitFor(() => expect(router.path).toBe(`/connections/${id}/test`));
    expect(fake.calls("startTrial")).toHaveLength(1);
    await userEvent.click(button("Put the next steps away"));
    expect(screen.queryByRole("region", { name: "Next steps" })).toBeNull();
  });

  it("the next steps go when all are done", async () => {
    nextSteps.add(id); // enabled, tested and with domains
    await opened();
    await vi.waitFor(() => expect(screen.queryByRole("region", { name: "Next steps" })).toBeNull());
    expect(screen.queryByText(/Nobody can log in/)).toBeNull();
  });
});
