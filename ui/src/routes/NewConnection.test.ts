import type { ConnectionView } from "$lib/api";
import { fake } from "$lib/api/fake";
import { connections } from "$lib/api/fake/tenant";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import App from "../App.svelte";
import NewConnection from "./NewConnection.svelte";

const field = (label: string) => screen.getByLabelText(label, { selector: "input" });
const byId = (id: string) => document.getElementById(id) as HTMLInputElement;
const button = (name: string | RegExp) => screen.getByRole("button", { name });

async function filled() {
  const user = userEvent.setup();
  render(NewConnection, { params: {} });
  await user.type(field("Connection name"), "acme");
  await user.type(field("OpenID Connect Discovery URL"), "https://login.acme.example");
  await user.type(field("Client ID"), "client-1");
  await user.type(field("Client Secret"), "secret-1");
  return user;
}

beforeEach(() => tenantDesk.load());

describe("a duplicate", () => {
  async function duplicateOf(id: string) {
    render(NewConnection, { params: { original: id } });
    await vi.waitFor(() => expect(byId("name")?.value).toBeTruthy());
  }

  it("has the values of the other under a free name, and says what it does not have", async () => {
    const entra = connections().find(({ form }) => form.name === "contoso-entra") as ConnectionView;
    fake.hold({
      ...entra,
      form: { ...entra.form, pkce: "S256", scope: "openid groups", domains: ["contoso.example"] },
    });
    await duplicateOf(entra.id);
    expect([byId("name").value, byId("client-id").value, byId("client-secret").value]).toEqual([
      "contoso-entra-2",
      entra.form.client_id,
      "",
    ]);
    expect(document.activeElement).toBe(byId("name"));
    expect(screen.getByText("The values of contoso-entra").closest("[role=status]")?.textContent).toMatch(
      /The client secret is not copied: type it\. Its display name, its domains/,
    );
    await userEvent.type(byId("client-secret"), "typed-anew");
    await userEvent.click(button(/^Create/));
    await vi.waitFor(() => expect(fake.calls("createConnection")).toHaveLength(1));
    const [made] = fake.calls("createConnection")[0] as [ConnectionView["form"]];
    expect([made.name, made.pkce, made.scope, made.domains, made.display_name, made.client_secret]).toEqual([
      "contoso-entra-2",
      "S256",
      "openid groups",
      [],
      "",
      { kind: "replace", value: "typed-anew" },
    ]);
  });

  it("is not taken along to a new connection of its own", async () => {
    const stop = router.start();
    router.go("/connections/new/con_8ZkQ4tRvM2xJ");
    render(App);
    await vi.waitFor(() => expect(byId("name")?.value).toBeTruthy());
    router.go("/connections/new");
    await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
    await vi.waitFor(() => expect(byId("name")?.value).toBe(""));
    stop();
  });

  it("with private_key_jwt asks for no secret and says that the keys are other ones", async () => {
    const okta = connections().find(({ form }) => form.name === "acme-okta") as ConnectionView;
    fake.hold({ ...okta, form: { ...okta.form, auth_method: "private_key_jwt" } });
    await duplicateOf(okta.id);
    expect(byId("client-secret")).toBeNull();
    expect(screen.getByText(/Keys are not copied: the new connection gets its own/)).toBeTruthy();
  });

  it("of a connection that is gone says so, over an empty form", async () => {
    render(NewConnection, { params: { original: "con_gone" } });
    expect(await screen.findByText(/The tenant has no connection with the ID/)).toBeTruthy();
    expect(byId("name").value).toBe("");
  });
});

it("a name that differs from another by capitals alone can be had, and is told", async () => {
  await connectionList.load();
  render(NewConnection, { params: {} });
  await userEvent.type(field("Connection name"), "ACME-Okta");
  expect(await screen.findByText(/acme-okta is there already and differs by capitals alone/)).toBeTruthy();
  await userEvent.type(field("Connection name"), "-3");
  expect(screen.queryByText(/differs by capitals alone/)).toBeNull();
});

it("a secret with a blank at its end is told at once", async () => {
  render(NewConnection, { params: {} });
  await userEvent.type(field("Client Secret"), "s3cret ");
  expect(document.getElementById("client-secret-remark")?.textContent).toContain("begins or ends with a blank");
  await userEvent.type(field("Client Secret"), "{Backspace}");
  expect(document.getElementById("client-secret-remark")).toBeNull();
});

describe("the name", () => {
  it.each([
    ["a_b", "“_” can’t be part of a name."],
    ["a--b", "Two hyphens stand next to each other."],
    ["-a", "starts and ends with a letter or a number"],
    ["contoso-entra", "This tenant has a connection named contoso-entra already."],
  ])("%s is refused while it is typed", async (name, message) => {
    render(NewConnection, { params: {} });
    await userEvent.type(field("Connection name"), name);
    await vi.waitFor(() => expect(document.getElementById("name-error")?.textContent).toContain(message));
    expect(field("Connection name").getAttribute("aria-invalid")).toBe("true");
  });

  it("shows its rule, and that it is free", async () => {
    render(NewConnection, { params: {} });
    expect(document.getElementById("name-help")?.textContent).toContain("Letters, numbers and single hyphens");
    await userEvent.type(field("Connection name"), "acme-2");
    expect(await screen.findByRole("img", { name: "This name is free" })).toBeTruthy();
  });

  it("that cannot be had comes with one that can, to be taken at a click", async () => {
    render(NewConnection, { params: {} });
    await userEvent.type(field("Connection name"), "Contoso Entra");
    await userEvent.click(await screen.findByRole("button", { name: "Use contoso-entra-2" }));
    expect((field("Connection name") as HTMLInputElement).value).toBe("contoso-entra-2");
    expect(document.activeElement).toBe(field("Connection name"));
    expect(await screen.findByRole("img", { name: "This name is free" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Use contoso/ })).toBeNull();
  });
});

it("hides the secret over Front Channel, and keeps what was typed", async () => {
  const user = await filled();
  await user.click(screen.getByRole("radio", { name: "Front Channel" }));
  expect(screen.queryByLabelText("Client Secret", { selector: "input" })).toBeNull();
  await user.click(screen.getByRole("radio", { name: "Back Channel" }));
  expect((field("Client Secret") as HTMLInputElement).value).toBe("secret-1");
});

it("chooses the channel with arrow keys", async () => {
  const user = userEvent.setup();
  render(NewConnection, { params: {} });
  screen.getByRole("radio", { name: "Back Channel" }).focus();
  await user.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Front Channel" }));
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Front Channel" }).checked).toBe(true);
});

describe("creating", () => {
  it("sends the form once, however often it is pressed", async () => {
    let answer: (view: ConnectionView) => void = () => undefined;
    fake.answer("createConnection", () => new Promise((done) => (answer = done)));
    const user = await filled();
    await user.dblClick(button("Create"));
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(fake.calls("createConnection")).toEqual([
      [
        {
          name: "acme",
          display_name: "",
          pkce: "auto",
          auth_method: "client_secret_post",
          auth_signing_alg: "RS256",
          auth_audience: "token_endpoint",
          back_channel_nonce: false,
          id_token_algs: [],
          dpop_signing_alg: null,
          session_expiry: false,
          upstream_params: [],
          document: null,
          metadata: {},
          mapping: { mode: "bind_all", attributes: "", userinfo_scope: "" },
          discovery_url: "https://login.acme.example",
          channel: "back_channel",
          client_id: "client-1",
          client_secret: { kind: "replace", value: "secret-1" },
          client_secret_ends: "",
          scope: "openid profile email",
          profile_sync: "on_each_login",
          domains: [],
          tenant_domain: "",
          show_as_button: false,
          icon_url: "",
        },
        null,
      ],
    ]);
    expect(button("Creating").getAttribute("aria-busy")).toBe("true");
    const [made] = connections();
    if (made) answer({ ...made, id: "con_acme" });
    await vi.waitFor(() => expect(location.hash).toBe("#/connections/con_acme/test"));
  });

  it("asks for what is missing, and moves to the first of it", async () => {
    const user = userEvent.setup();
    render(NewConnection, { params: {} });
    await user.type(field("Connection name"), "acme");
    await user.click(button("Create"));
    await vi.waitFor(() => expect(document.activeElement).toBe(field("OpenID Connect Discovery URL")));
    expect(fake.calls("createConnection")).toHaveLength(0);
  });

  it("puts a refusal at its field, and leads there from above the buttons", async () => {
    fake.answer("createConnection", () => {
      throw {
        code: "client_id",
        message: "The tenant refused the Client ID.",
        field: "client_id",
        remedy: "Copy it again.",
      };
    });
    const user = await filled();
    await user.click(button("Create"));
    await vi.waitFor(() =>
      expect(document.getElementById("client-id-error")?.textContent).toContain(
        "The tenant refused the Client ID. Copy it again.",
      ),
    );
    expect(document.activeElement).toBe(field("Client ID"));
    await user.click(field("Connection name"));
    await user.click(button("Client ID – The tenant refused the Client ID"));
    expect(document.activeElement).toBe(field("Client ID"));
    expect((field("Client Secret") as HTMLInputElement).value).toBe("secret-1");
  });

  it("belongs to the connection that is created from it", async () => {
    const user = await filled();
    await user.click(button("Test login"));
    await vi.waitFor(() => expect(screen.getByTestId("trial-headline").textContent).toBe("Login works"));
    await user.click(button("Create"));
    await vi.waitFor(() => expect(location.hash).toMatch(/test$/));
    expect(fake.calls("createConnection")[0]?.[1]).toBe(fake.calls("startTrial")[0]?.[0]);
  });

  it("puts a refusal without a field above the buttons", async () => {
    fake.answer("createConnection", () => {
      throw { code: "away", message: "The tenant did not answer.", field: null, remedy: "Start it and create again." };
    });
    const user = await filled();
    await user.click(button("Create"));
    expect((await screen.findByText("The tenant did not answer.")).closest(".foot-problem")).toBeTruthy();
    expect((field("Connection name") as HTMLInputElement).value).toBe("acme");
  });
});

describe("testing before saving", () => {
  it("tests the draft as it stands, and comes back to the untouched form", async () => {
    const user = await filled();
    await user.click(button("Test login"));
    expect(fake.calls("startTrial")[0]?.[1]).toMatchObject({
      way: "direct",
      connection_id: null,
      form: { client_id: "client-1", client_secret: { kind: "replace", value: "secret-1" } },
    });
    await vi.waitFor(() => expect(screen.getByTestId("trial-headline").textContent).toBe("Login works"));
    await user.click(button("Back to the form"));
    expect((field("Client Secret") as HTMLInputElement).value).toBe("secret-1");
  });
});

describe("another Auth0 tenant", () => {
  async function chosen() {
    const user = userEvent.setup();
    render(NewConnection, { params: {} });
    await user.click(button("Federate with another Auth0 tenant"));
    return user;
  }

  it("needs its domain and a Client ID, and fills in the rest", async () => {
    const user = await chosen();
    await user.type(screen.getByLabelText("The other tenant’s domain"), "acme.us.auth0.com");
    await user.type(screen.getByLabelText("Client ID of its application"), "client-7{Enter}");
    expect([byId("name").value, byId("discovery-url").value, byId("client-id").value]).toEqual([
      "acme-auth0",
      "https://acme.us.auth0.com/",
      "client-7",
    ]);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Front Channel" }).checked).toBe(true);
    expect(screen.getByText("Allow ID tokens through the browser")).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "Copy callback URL" })).toHaveLength(2);
    await user.click(button("Create"));
    await vi.waitFor(() => expect(fake.calls("createConnection")).toHaveLength(1));
    expect(fake.calls("createConnection")[0]).toMatchObject([
      {
        name: "acme-auth0",
        channel: "front_channel",
        client_secret: { kind: "unchanged" },
        scope: "openid profile email",
      },
      null,
    ]);
  });

  it("with its secret is reached over Back Channel", async () => {
    const user = await chosen();
    await user.type(screen.getByLabelText("The other tenant’s domain"), "http://localhost:4400");
    await user.type(screen.getByLabelText("Client ID of its application"), "client-7");
    await user.click(button("Use these values"));
    expect(document.getElementById("federate-secret-error")?.textContent).toContain(
      "A local tenant answers with codes alone",
    );
    await user.type(screen.getByLabelText("Its Client Secret, if you have it"), "s3cret");
    await user.click(button("Use these values"));
    expect([byId("discovery-url").value, byId("client-secret").value]).toEqual(["http://localhost:4400/", "s3cret"]);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Back Channel" }).checked).toBe(true);
  });

  it("that is not named is asked for, and nothing is filled in", async () => {
    const user = await chosen();
    await user.click(button("Use these values"));
    expect(document.getElementById("federate-domain-error")?.textContent).toContain("The domain is empty");
    expect(document.getElementById("federate-client-error")?.textContent).toContain("The Client ID is empty");
    expect(byId("discovery-url").value).toBe("");
  });
});

describe("the practice provider", () => {
  it("reads the secret only when somebody asks", async () => {
    const user = userEvent.setup();
    render(NewConnection, { params: {} });
    await user.click(button("Use the practice provider"));
    await screen.findByDisplayValue("lintel-practice");
    expect(fake.calls("revealPracticeSecret")).toHaveLength(0);
    await user.click(button("Use these values"));
    await vi.waitFor(() => expect(byId("client-id").value).toBe("lintel-practice"));
    expect(fake.calls("revealPracticeSecret")).toHaveLength(1);
    expect(byId("discovery-url").value).toBe("http://localhost:4410");
  });
});

it("asks before what was typed is lost", async () => {
  const stop = router.start();
  router.go("/connections/new");
  await new Promise((done) => setTimeout(done));
  const user = userEvent.setup();
  render(NewConnection, { params: {} });
  await user.type(field("Connection name"), "acme");
  router.go("/connections");
  expect(await screen.findByText("Discard this connection?")).toBeTruthy();
  expect(router.path).toBe("/connections/new");
  await user.click(button("Discard"));
  await vi.waitFor(() => expect(router.path).toBe("/connections"));
  stop();
});
