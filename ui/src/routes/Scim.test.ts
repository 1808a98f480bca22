// Inbound SCIM on the page Provisioning.
import { fake } from "$lib/api/fake";
import type { ScimSettings, ScimState } from "$lib/api";
import { Scim } from "$lib/features/provisioning/scim.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Connection from "./Connection.svelte";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const dialog = () => within(screen.getByRole("dialog"));
const scimSwitch = () => screen.getByRole("switch", { name: "Sync user profiles using SCIM" });
let stop: () => void;

async function opened(on = true) {
  if (on) fake.scim.turnOn(id);
  router.go(`/connections/${id}/provisioning`);
  await new Promise((done) => setTimeout(done));
  render(Connection, { params: { id, tab: "provisioning" } });
  await screen.findByRole("tablist");
  if (on) await screen.findByDisplayValue(new RegExp(`/scim/v2/connections/${id}$`));
  return userEvent.setup();
}

async function made(user: ReturnType<typeof userEvent.setup>) {
  await user.click(button("New token…"));
  await user.click(dialog().getByRole("button", { name: "Create token" }));
  return (await screen.findByTestId("new-token")) as HTMLInputElement;
}

const saved = () => fake.calls("saveScim").map((args) => args[2] as ScimSettings);

beforeEach(() => (stop = router.start()));
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe("the switch", () => {
  it("turns SCIM on once a person has read what that does", async () => {
    const user = await opened(false);
    await vi.waitFor(() => expect(scimSwitch().hasAttribute("disabled")).toBe(false));
    await user.click(scimSwitch());
    expect(dialog().getByText(/overwritten by whichever comes last/)).toBeTruthy();
    await user.click(dialog().getByRole("button", { name: "Turn on" }));
    expect(await screen.findByDisplayValue(`http://localhost:4400/scim/v2/connections/${id}`)).toBeTruthy();
    expect(scimSwitch().getAttribute("aria-checked")).toBe("true");
  });

  it("names the tokens that end before it turns SCIM off", async () => {
    const user = await opened();
    await made(user);
    await user.click(button("I’ve saved it"));
    await user.click(scimSwitch());
    expect(dialog().getByText(/tok_x7QpF3vTjN5bRcU1 ends, and the provider is refused/)).toBeTruthy();
    await user.click(dialog().getByRole("button", { name: "Turn off" }));
    await vi.waitFor(() => expect(scimSwitch().getAttribute("aria-checked")).toBe("false"));
  });

  it("is off once it was turned off, whatever a reading from before says later", async () => {
    fake.scim.turnOn(id);
    const scim = new Scim(id);
    await scim.load();
    const before = scim.state as ScimState;
    let answer: (state: ScimState) => void = () => undefined;
    fake.answer("scim", () => new Promise((resolve) => (answer = resolve)));
    const reading = scim.load();
    await vi.waitFor(() => expect(fake.calls("scim")).toHaveLength(2));
    await scim.turn(false);
    answer(before);
    await reading;
    expect(scim.state?.kind).toBe("off");
  });

  it("says why it was not turned on, and is off as before", async () => {
    fake.answer("turnOnScim", () => {
      throw { code: "tenant-unreachable", message: "The tenant did not answer.", field: null, remedy: null };
    });
    const user = await opened(false);
    await vi.waitFor(() => expect(scimSwitch().hasAttribute("disabled")).toBe(false));
    await user.click(scimSwitch());
    await user.click(dialog().getByRole("button", { name: "Turn on" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The tenant did not answer.");
    expect(scimSwitch().getAttribute("aria-checked")).toBe("false");
  });

  it("is in doubt where the credentials do not show it", async () => {
    fake.answer("scim", () => ({ kind: "hidden", lacking: "read:scim_config" }));
    await opened(false);
    expect(await screen.findByText(/lack read:scim_config/)).toBeTruthy();
    expect(screen.queryByRole("switch", { name: /SCIM/ })).toBeNull();
  });

  it("says why it could not be read, and asks again", async () => {
    fake.answer("scim", () => {
      throw { code: "tenant-unreachable", message: "The tenant did not answer.", field: null, remedy: null };
    });
    const user = await opened(false);
    expect(await screen.findByText(/The tenant did not answer/)).toBeTruthy();
    fake.answer("scim", () => ({ kind: "off", lacking: [], findings: [] }));
    await user.click(button("Ask again"));
    await vi.waitFor(() => expect(scimSwitch().getAttribute("aria-checked")).toBe("false"));
    expect(screen.queryByRole("button", { name: "Ask again" })).toBeNull();
  });
});

describe("tokens", () => {
  it("are shown once, with the scopes that the provider needs", async () => {
    const user = await opened();
    const value = await made(user);
    expect(value.value).toMatch(/^tok_.*\.example-only/);
    const [, scopes, days] = fake.calls("createScimToken")[0] as [string, string[], number];
    expect(scopes).toContain("patch:users");
    expect(scopes).not.toContain("put:users");
    expect(days).toBe(365);
    await user.click(button("I’ve saved it"));
    expect(screen.queryByTestId("new-token")).toBeNull();
    expect(screen.getByTestId("token-tok_x7QpF3vTjN5bRcU1").textContent).toContain("Not yet");
  });

  it("ask before the page is left that shows one this once", async () => {
    const user = await opened();
    await made(user);
    router.go("/users");
    expect(await screen.findByText(/is shown this once/)).toBeTruthy();
    expect(router.path).toContain("provisioning");
    await user.click(dialog().getByRole("button", { name: "Discard" }));
    expect(router.path).toBe("/users");
  });

  it("are revoked after a question", async () => {
    const user = await opened();
    await made(user);
    await user.click(button("I’ve saved it"));
    await user.click(button("Revoke…"));
    expect(dialog().getByText(/it was never used/)).toBeTruthy();
    await user.click(dialog().getByRole("button", { name: "Revoke token" }));
    expect(await screen.findByText(/No token yet/)).toBeTruthy();
  });

  it("are swapped: the old one goes once the new one was seen in use", async () => {
    const user = await opened();
    await made(user);
    await user.click(button("I’ve saved it"));
    await user.click(button("Swap…"));
    await user.click(dialog().getByRole("button", { name: "Create token" }));
    expect(await screen.findByText("Paste it into Entra")).toBeTruthy();
    await user.click(button("I’ve saved it"));
    expect(screen.getByText("Lintel waits for its first request")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Revoke the old one…" })).toBeNull();
    fake.scim.use(id, "tok_x7QpF3vTjN5bRcU2");
    await user.click(await screen.findByRole("button", { name: "Revoke the old one…" }, { timeout: 15_000 }));
    await user.click(dialog().getByRole("button", { name: "Revoke token" }));
    await vi.waitFor(() => expect(fake.calls("revokeScimToken")).toEqual([[id, "tok_x7QpF3vTjN5bRcU1"]]));
    expect(await screen.findByRole("heading", { name: "Tokens" })).toBeTruthy();
  }, 20_000);
});

describe("the mapping", () => {
  it("loses Entra’s e-mail updates, and one click mends it", async () => {
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: "Use the work address" }));
    expect(screen.queryByText(/Email changes made in Entra/)).toBeNull();
    await user.click(button("Save SCIM"));
    await vi.waitFor(() => expect(screen.queryByRole("button", { name: "Save SCIM" })).toBeNull());
    expect(saved()[0]?.mapping[1]).toEqual({ scim: 'emails[type eq "work"].value', profile: "email" });
  });

  it("says of a pair that means nothing why, while it is typed", async () => {
    const user = await opened();
    await user.click(button("Add"));
    const scim = screen.getByLabelText("SCIM attribute 8");
    expect(document.activeElement).toBe(scim);
    await user.type(scim, "favouriteColour");
    expect(await screen.findByText("favouriteColour is no attribute of a user.")).toBeTruthy();
    await user.click(button("Remove favouriteColour"));
    expect(screen.queryByRole("button", { name: "Save SCIM" })).toBeNull();
  });

  it("shows what each sample becomes, and what of it is kept nowhere", async () => {
    const user = await opened();
    expect((await screen.findAllByText("ada@harbour.example")).length).toBeGreaterThan(0);
    expect(screen.getByText("from active: true, the opposite")).toBeTruthy();
    expect(screen.getByText("name.formatted")).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: "As Okta sends" }));
    await vi.waitFor(() => expect(screen.queryByText(/Email changes made in Entra/)).toBeNull());
  });

  it("asks before it is left, and saves on the way out", async () => {
    const user = await opened();
    await user.click(button("Remove displayName"));
    router.go("/users");
    expect(await screen.findByText(/The SCIM mapping of contoso-entra is not saved/)).toBeTruthy();
    await user.click(dialog().getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(router.path).toBe("/users"));
    expect(saved()[0]?.mapping).toHaveLength(6);
  });

  it("is not written over what others changed, and keeps what was typed", async () => {
    const user = await opened();
    await user.click(button("Remove displayName"));
    fake.scim.meddle(id, { user_id_attribute: "userName" });
    await user.click(button("Save SCIM"));
    expect(await screen.findByText(/User ID attribute is userName/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Remove displayName" })).toBeNull();
    await user.click(button("Show what is there"));
    expect(await screen.findByRole("button", { name: "Remove displayName" })).toBeTruthy();
  });

  it("says beside Save why it was not saved, until something else is typed", async () => {
    fake.answer("saveScim", () => {
      throw { code: "pair-means-nothing", message: "The path names nothing.", field: null, remedy: null };
    });
    const user = await opened();
    await user.click(await screen.findByRole("button", { name: "Use the work address" }));
    await user.click(button("Save SCIM"));
    const mapping = within(screen.getByRole("region", { name: "Mapping" }));
    expect((await mapping.findByRole("alert")).textContent).toContain("The path names nothing.");
    await user.click(button("Discard"));
    expect(mapping.queryByRole("alert")).toBeNull();
  });

  it("keeps what is typed while a save is on its way", async () => {
    const user = await opened();
    let answer = () => {};
    fake.answer("saveScim", async (one, _loaded, edited) => {
      await new Promise<void>((done) => (answer = done));
      fake.scim.meddle(one, edited);
      return { kind: "saved", state: fake.scim.state(one, "microsoftonline") };
    });
    await user.click(button("Remove displayName"));
    await user.click(button("Save SCIM"));
    await user.click(button("Remove userName"));
    answer();
    expect(await screen.findByRole("button", { name: "Save SCIM" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Remove userName" })).toBeNull();
  });
});

describe("test provisioning", () => {
  it("begins after a question and shows each step", async () => {
    const user = await opened();
    await user.click(button("Test provisioning…"));
    await user.click(dialog().getByRole("button", { name: "Test provisioning" }));
    expect(await screen.findByText("Provisioning works")).toBeTruthy();
    const trace = within(screen.getByTestId("provisioning-test"));
    expect(trace.getByText("The user is created")).toBeTruthy();
    expect(trace.getByText("The token is revoked")).toBeTruthy();
  });

  it("says why it did not begin", async () => {
    fake.answer("startProvisioningTest", () => {
      throw {
        code: "two-tokens",
        message: "This connection has two tokens already.",
        field: null,
        remedy: "Revoke one.",
      };
    });
    const user = await opened();
    await user.click(button("Test provisioning…"));
    await user.click(dialog().getByRole("button", { name: "Test provisioning" }));
    expect(await screen.findByText("This connection has two tokens already.")).toBeTruthy();
  });

  it("is cancelled while it runs", async () => {
    fake.answer("startProvisioningTest", (test, connection_id) => ({
      id: test,
      connection_id,
      state: "running",
      headline: "Provisioning is tested",
      detail: "",
      started_at: new Date().toISOString(),
      steps: [],
    }));
    const user = await opened();
    await user.click(button("Test provisioning…"));
    await user.click(dialog().getByRole("button", { name: "Test provisioning" }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(fake.calls("cancel")[0]).toEqual([fake.calls("startProvisioningTest")[0]?.[0]]);
  });
});
