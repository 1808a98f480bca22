import type { ConnectionForm, Effect } from "$lib/api";
import { fake } from "$lib/api/fake";
import { connections } from "$lib/api/fake/tenant";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { violations } from "../test/axe";
import Connection from "./Connection.svelte";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });

/** The page of a connection whose saved form differs from the usual in these fields. */
async function opened(form: Partial<ConnectionForm> = {}, has_secret = true) {
  const view = connections().find((one) => one.id === id);
  if (view) fake.hold({ ...view, has_secret, form: { ...view.form, ...form } });
  const page = render(Connection, { params: { id, tab: "settings" } });
  await screen.findByRole("tablist");
  return { user: userEvent.setup(), ...page };
}

async function savedForm(user: ReturnType<typeof userEvent.setup>): Promise<ConnectionForm> {
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText("Saved");
  const [edit] = fake.calls("saveConnection")[0] as [{ form: ConnectionForm }];
  return edit.form;
}

describe("client authentication", () => {
  it("is chosen with its algorithm and audience, and needs no secret then", async () => {
    const { user } = await opened({}, false);
    await user.selectOptions(screen.getByLabelText("Authentication Method"), "private_key_jwt");
    expect(screen.queryByLabelText("Client Secret")).toBeNull();
    await user.selectOptions(screen.getByLabelText("Assertion algorithm"), "ES256");
    expect(await screen.findByText(/doesn’t list/)).toHaveProperty(
      "textContent",
      "The provider doesn’t list ES256 for assertions, but RS256.",
    );
    await user.click(screen.getByRole("radio", { name: "Issuer" }));
    expect(await savedForm(user)).toMatchObject({
      auth_method: "private_key_jwt",
      auth_signing_alg: "ES256",
      auth_audience: "issuer",
      client_secret: { kind: "unchanged" },
    });
  });

  it("asks for a secret on the way back to it", async () => {
    const { user } = await opened({ auth_method: "private_key_jwt" }, false);
    await user.selectOptions(await screen.findByLabelText("Authentication Method"), "client_secret_post");
    await user.click(button(/Save Changes/));
    expect(fake.calls("saveConnection")).toHaveLength(0);
    expect(document.getElementById("client-secret-error")?.textContent).toContain(
      "Back Channel needs the Client Secret.",
    );
  });

  it("is for Back Channel alone", async () => {
    const { user } = await opened();
    await user.click(screen.getByRole("radio", { name: "Front Channel" }));
    expect(screen.queryByLabelText("Authentication Method")).toBeNull();
    await user.click(screen.getByText("Advanced"));
    expect([screen.queryByRole("switch", { name: "Nonce" }), screen.queryByLabelText("DPoP")]).toEqual([null, null]);
    expect(screen.getByRole("switch", { name: "Session expiry" })).toBeTruthy();
  });
});

describe("the connection's keys", () => {
  const panel = async () => within(await screen.findByRole("group", { name: "Keys" }));

  it("are made before the method is saved, and show where the provider reads them", async () => {
    const { user } = await opened();
    await user.selectOptions(screen.getByLabelText("Authentication Method"), "private_key_jwt");
    await user.click(await screen.findByRole("button", { name: "Create keys" }));
    const rows = (await (await panel()).findAllByRole("row")).slice(1).map((row) => row.textContent);
    expect([rows.length, rows[0]?.includes("Current"), rows[1]?.includes("Next")]).toEqual([2, true, true]);
    expect(rows[1]).toMatch(/\d{1,2} \w+ \d{4}$/);
    expect(screen.getByLabelText("JWKS URL")).toHaveProperty(
      "value",
      "http://localhost:4400/oauth/connection/contoso-entra/.well-known/jwks.json",
    );
    expect(fake.calls("createConnectionKeys")).toEqual([[id, "RS256"]]);
    expect(button("Rotate key…")).toHaveProperty("disabled", true);
    expect(fake.calls("saveConnection")).toHaveLength(0);
  });

  it("are rotated only after a question that says what stops", async () => {
    const { user } = await opened({ auth_method: "private_key_jwt" });
    await user.click(await screen.findByRole("button", { name: "Create keys" }));
    await user.click(await screen.findByRole("button", { name: "Rotate key…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Rotate the key of contoso-entra?" }));
    expect(dialog.getByText(/the current key stops at once/)).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Keep the current key" }));
    expect(fake.calls("rotateConnectionKeys")).toHaveLength(0);
    await user.click(button("Rotate key…"));
    await user.click(button("Rotate key"));
    expect(await (await panel()).findByText("Previous")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("keep the algorithm that they were made for", async () => {
    const { user } = await opened({ auth_method: "private_key_jwt" });
    await user.click(await screen.findByRole("button", { name: "Create keys" }));
    await screen.findByText("Current");
    await user.selectOptions(screen.getByLabelText("Assertion algorithm"), "PS256");
    expect(await screen.findByText(/logins fail until one for PS256 is current\. Rotate twice/)).toBeTruthy();
    await user.selectOptions(screen.getByLabelText("Assertion algorithm"), "RS256");
    expect(screen.queryByText(/The current key is for/)).toBeNull();
  });

  it("say why they could not be made", async () => {
    fake.answer("createConnectionKeys", () => {
      throw { code: "x", message: "The connection has keys already.", field: null, remedy: null };
    });
    const { user } = await opened({ auth_method: "private_key_jwt" });
    await user.click(await screen.findByRole("button", { name: "Create keys" }));
    expect((await (await panel()).findByRole("alert")).textContent).toContain("The connection has keys already.");
  });
});

describe("advanced", () => {
  const isOpen = () => (screen.getByText("Advanced").closest("details") as HTMLDetailsElement).open;

  it("is closed unless something in it is set", async () => {
    const first = await opened();
    expect(isOpen()).toBe(false);
    first.unmount();
    await opened({ session_expiry: true });
    expect(isOpen()).toBe(true);
  });

  it("sends what is set with the save", async () => {
    const { user } = await opened();
    await user.click(screen.getByText("Advanced"));
    await user.click(screen.getByRole("switch", { name: "Nonce" }));
    await user.click(screen.getByRole("switch", { name: "Session expiry" }));
    expect(screen.getByText(/it keeps no session to end\./)).toBeTruthy();
    const algorithms = within(screen.getByRole("group", { name: "ID token algorithms" }));
    await user.click(algorithms.getByRole("button", { name: "ES256" }));
    expect(await screen.findByText("The provider signs with RS256, so every login is refused.")).toBeTruthy();
    await user.click(algorithms.getByRole("button", { name: "RS256" }));
    expect(screen.queryByText(/so every login is refused/)).toBeNull();
    await user.selectOptions(screen.getByLabelText("DPoP"), "Ed25519");
    expect(screen.getByText("The provider doesn’t advertise DPoP. Logins may fail.")).toBeTruthy();
    expect(await savedForm(user)).toMatchObject({
      back_channel_nonce: true,
      session_expiry: true,
      id_token_algs: ["RS256", "ES256"],
      dpop_signing_alg: "Ed25519",
    });
  });

  it("keeps an algorithm that it does not know, until somebody takes it out", async () => {
    const { user } = await opened({ id_token_algs: ["RS256", "ES512"], dpop_signing_alg: "PS512" });
    expect(screen.getByLabelText("DPoP")).toHaveProperty("value", "PS512");
    await user.click(
      within(screen.getByRole("group", { name: "ID token algorithms" })).getByRole("button", { name: "RS256" }),
    );
    expect(await savedForm(user)).toMatchObject({ id_token_algs: ["ES512"], dpop_signing_alg: "PS512" });
  });
});

describe("upstream parameters", () => {
  it("are added and removed by keyboard", async () => {
    const { user } = await opened();
    await user.click(screen.getByText("Advanced"));
    button("Add parameter").focus();
    await user.keyboard("{Enter}kc_idp_hint{Tab}{Tab}entra");
    button("Add parameter").focus();
    await user.keyboard("{Enter}screen_name");
    await user.selectOptions(screen.getByLabelText("Source of screen_name"), "alias");
    await user.selectOptions(screen.getByLabelText("Parameter for screen_name"), "ui_locales");
    await user.click(button("Add parameter"));
    button("Remove parameter 3").focus();
    await user.keyboard("{Enter}");
    await vi.waitFor(() => expect(document.activeElement).toBe(button("Add parameter")));
    expect((await savedForm(user)).upstream_params).toEqual([
      { name: "kc_idp_hint", source: { kind: "value", value: "entra" } },
      { name: "screen_name", source: { kind: "alias", alias: "ui_locales" } },
    ]);
  });

  it("say at the field why one is refused, and open for it", async () => {
    fake.answer("saveConnection", () => {
      throw {
        code: "upstream-param-own",
        message: "scope cannot be an upstream parameter: the login writes it itself.",
        field: "upstream_params.scope",
        remedy: "Remove it.",
      };
    });
    const { user } = await opened();
    await user.click(screen.getByText("Advanced"));
    await user.click(button("Add parameter"));
    await user.keyboard("scope");
    await user.click(button("Add parameter"));
    await user.keyboard("prompt");
    await user.click(screen.getByText("Advanced"));
    await user.click(button(/Save Changes/));
    expect(
      (await within(screen.getByRole("tabpanel")).findByText(/the login writes it itself/)).closest("details"),
    ).toHaveProperty("open", true);
    expect(screen.getByLabelText("Name of scope").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByLabelText("Name of prompt").getAttribute("aria-invalid")).toBeNull();
  });

  it("of a shape that is not known can be read and not changed", async () => {
    const odd = { name: "odd", source: { kind: "other" as const, stored: { alias: "a", value: "b" } } };
    const { user } = await opened({ upstream_params: [odd] });
    expect(screen.getByLabelText("What is stored for odd")).toMatchObject({
      value: '{"alias":"a","value":"b"}',
      readOnly: true,
    });
    expect(screen.queryByRole("button", { name: "Remove odd" })).toBeNull();
    await user.click(button("Add parameter"));
    await user.keyboard("prompt{Tab}{Tab}login");
    expect((await savedForm(user)).upstream_params[0]).toEqual(odd);
  });
});

describe("a review", () => {
  const change = (path: string, label: string) => ({ path, label, before: null, after: "x", meaning: null });
  const undo = async (user: ReturnType<typeof userEvent.setup>, label: string) => {
    const row = screen.getByRole("heading", { name: label }).closest(".change") as HTMLElement;
    await user.click(within(row).getByRole("button", { name: "Undo" }));
  };

  it("takes back one member of the metadata and leaves the other", async () => {
    fake.answer("reviewChanges", () => [
      change("/options/token_endpoint", "token_endpoint"),
      change("/options/oidc_metadata/tenant_region_scope", "Stored metadata, tenant_region_scope"),
    ]);
    const { user } = await opened();
    await user.click(button("Show issuer details"));
    const drawer = within(await screen.findByRole("dialog", { name: "Issuer details" }));
    for (const member of ["token_endpoint", "tenant_region_scope"]) {
      await user.click(await drawer.findByRole("button", { name: `Edit ${member}` }));
      await user.type(drawer.getByLabelText(member), "1{Enter}");
    }
    await user.click(drawer.getByRole("button", { name: "Done" }));
    await user.click(button("Review changes"));
    await screen.findByRole("dialog", { name: "Review 2 changes" });
    await undo(user, "token_endpoint");
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: /Save Changes/ }));
    await vi.waitFor(() => expect(fake.calls("saveConnection")).toHaveLength(1));
    const [edit] = fake.calls("saveConnection")[0] as [{ form: ConnectionForm }];
    expect(edit.form.metadata).toEqual({ tenant_region_scope: { kind: "set", value: "EU1" } });
  });

  it("says which change can break logins, and warns of what becomes weaker", async () => {
    const meant = (path: string, label: string, effect: Effect) => ({
      ...change(path, label),
      meaning: { text: `What ${label} means.`, effect },
    });
    fake.answer("reviewChanges", () => [
      meant("/options/client_id", "Client ID", "breaks"),
      meant("/options/send_back_channel_nonce", "Nonce", "weaker"),
      meant("/show_as_button", "Button", "changes"),
    ]);
    const { user } = await opened({ back_channel_nonce: true });
    await user.click(screen.getByRole("switch", { name: "Nonce" }));
    await user.click(button("Review changes"));
    await screen.findByRole("dialog", { name: "Review 3 changes" });
    const told = (label: string) => screen.getByText(`What ${label} means.`, { exact: false });
    expect(told("Client ID").textContent).toContain("Can break logins.");
    expect(told("Nonce").textContent).not.toContain("Can break logins.");
    expect(["Client ID", "Nonce", "Button"].map((label) => told(label).classList.contains("warn"))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("in production shows every save first, and asks for the tenant's name where it can break logins", async () => {
    await tenantDesk.choose("staging");
    await tenantDesk.settle("staging", {
      colour: null,
      read_only: false,
      production: true,
      proxy: "",
      authorities: "",
    });
    fake.answer("reviewChanges", () => [
      { ...change("/options/client_id", "Client ID"), meaning: { text: "Everybody is new.", effect: "breaks" } },
    ]);
    const { user } = await opened();
    await user.type(screen.getByLabelText("Client ID"), "x");
    await user.click(button(/Save Changes/));
    const dialog = within(await screen.findByRole("dialog", { name: "Review 1 change" }));
    expect(dialog.getByText("Production")).toBeTruthy();
    expect(dialog.getByText("ExampleCo Staging, exampleco-staging.eu.auth0.com")).toBeTruthy();
    expect(fake.calls("saveConnection")).toHaveLength(0);
    const save = dialog.getByRole<HTMLButtonElement>("button", { name: "Save in production" });
    expect(save.disabled).toBe(true);
    expect(dialog.getByText(/^412 people; logins: not known, the credentials lack read:logs/)).toBeTruthy();
    expect(dialog.getByText(/^3 applications: .*Field Portal.*, .*HR Desk.* and .*Scanner/)).toBeTruthy();
    await user.type(dialog.getByLabelText("Type ExampleCo Staging to do it in production anyway"), "ExampleCo Staging");
    await user.click(save);
    await vi.waitFor(() => expect(fake.calls("saveConnection")).toHaveLength(1));
  });

  it("in production counts whom it concerns, and nobody who types, saves or leaves waits for that", async () => {
    await tenantDesk.choose("staging");
    await tenantDesk.settle("staging", {
      colour: null,
      read_only: false,
      production: true,
      proxy: "",
      authorities: "",
    });
    fake.answer("reviewChanges", () => [
      { ...change("/options/client_id", "Client ID"), meaning: { text: "Everybody is new.", effect: "breaks" } },
    ]);
    fake.answer("connectionReach", () => new Promise(() => undefined));
    const { user } = await opened();
    await user.type(screen.getByLabelText("Client ID"), "x");
    await user.click(button(/Save Changes/));
    const dialog = within(await screen.findByRole("dialog", { name: "Review 1 change" }));
    expect(dialog.getAllByText("Counting…")).toHaveLength(2);
    await user.type(dialog.getByLabelText("Type ExampleCo Staging to do it in production anyway"), "ExampleCo Staging");
    await user.click(dialog.getByRole("button", { name: "Save in production" }));
    await vi.waitFor(() => expect(fake.calls("saveConnection")).toHaveLength(1));
    await vi.waitFor(() => expect(fake.calls("cancel")).toHaveLength(1));
  });

  it("of a read-only tenant saves nothing and says why", async () => {
    await tenantDesk.settle("local", { colour: null, read_only: true, production: false, proxy: "", authorities: "" });
    const { user } = await opened();
    await user.type(screen.getByLabelText("Client ID"), "x");
    expect(screen.getByText("This tenant is read only in Lintel")).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: /Save Changes/ }).disabled).toBe(true);
  });

  it.each([
    ["/options/token_endpoint_auth_method", { auth_method: "private_key_jwt" as const }],
    ["/options/send_back_channel_nonce", { back_channel_nonce: true }],
    ["/options/id_token_signed_response_algs", { id_token_algs: ["RS256"] }],
    ["/options/dpop_signing_alg", { dpop_signing_alg: "ES256" }],
    ["/options/id_token_session_expiry_supported", { session_expiry: true }],
    [
      "/options/upstream_params/prompt",
      { upstream_params: [{ name: "prompt", source: { kind: "value" as const, value: "login" } }] },
    ],
  ])("takes back %s", async (path, form) => {
    fake.answer("reviewChanges", () => [change(path, "One change")]);
    const { user } = await opened(form);
    if ("auth_method" in form)
      await user.selectOptions(screen.getByLabelText("Authentication Method"), "client_secret_post");
    if ("back_channel_nonce" in form) await user.click(screen.getByRole("switch", { name: "Nonce" }));
    if ("id_token_algs" in form)
      await user.click(
        within(screen.getByRole("group", { name: "ID token algorithms" })).getByRole("button", { name: "RS256" }),
      );
    if ("dpop_signing_alg" in form) await user.selectOptions(screen.getByLabelText("DPoP"), "");
    if ("session_expiry" in form) await user.click(screen.getByRole("switch", { name: "Session expiry" }));
    if ("upstream_params" in form) await user.click(button("Remove prompt"));
    await user.click(button("Review changes"));
    await screen.findByRole("dialog", { name: "Review 1 change" });
    await undo(user, "One change");
    await vi.waitFor(() => expect(screen.queryByText(/unsaved change/)).toBeNull());
  });
});

it("is accessible with everything set", async () => {
  const { container, user } = await opened({
    auth_method: "private_key_jwt",
    id_token_algs: ["ES256"],
    dpop_signing_alg: "ES256",
    upstream_params: [
      { name: "prompt", source: { kind: "value", value: "login" } },
      { name: "screen_name", source: { kind: "alias", alias: "login_hint" } },
      { name: "odd", source: { kind: "other", stored: [1] } },
    ],
  });
  await user.click(await screen.findByRole("button", { name: "Create keys" }));
  await screen.findByText("Current");
  expect(await violations(container)).toEqual([]);
  await user.click(button("Rotate key…"));
  expect(await violations(container)).toEqual([]);
});
