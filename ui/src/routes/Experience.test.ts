// Provisioning and Login Experience of a connection.
import { fake } from "$lib/api/fake";
import { connection } from "$lib/api";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { router } from "$lib/router.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Connection from "./Connection.svelte";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const domains = () => screen.getByTestId("domains").dataset.value;
const saved = () => (fake.calls("saveConnection")[0]?.[0] as { form: Record<string, unknown> }).form;
let stop: () => void;

async function opened(tab: string) {
  router.go(`/connections/${id}/${tab}`);
  await new Promise((done) => setTimeout(done));
  render(Connection, { params: { id, tab } });
  await screen.findByRole("tablist");
  return userEvent.setup();
}

beforeEach(() => (stop = router.start()));
afterEach(() => stop());

describe("provisioning", () => {
  it("says what each choice does, warns of the one that lets nobody in, and saves it", async () => {
    const user = await opened("provisioning");
    expect(screen.queryByText(/can’t sign in/)).toBeNull();
    await user.click(screen.getByRole("radio", { name: "Never" }));
    expect(screen.getByText(/Who was not provisioned can’t sign in/)).toBeTruthy();
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(saved()).toMatchObject({ profile_sync: "never_on_login" });
  });
});

describe("home realm discovery", () => {
  it("offers the domain at which people have mail in the place of its web host", async () => {
    const user = await opened("login-experience");
    await user.type(screen.getByLabelText("Identity provider domains"), "https://www.fabrikam.example/x{Enter}");
    await user.click(await screen.findByRole("button", { name: "Use fabrikam.example" }));
    expect(domains()).toBe("contoso.example emea.contoso.example fabrikam.example");
    expect(screen.queryByRole("button", { name: "Use fabrikam.example" })).toBeNull();
  });

  it("moves a domain here once asked, and leaves alone what else is unsaved", async () => {
    await tenantDesk.load();
    const user = await opened("login-experience");
    await user.click(screen.getByRole("switch", { name: "Display connection button" }));
    await user.type(screen.getByLabelText("Identity provider domains"), "acme.example{Enter}");
    await user.click(await screen.findByRole("button", { name: /Move it here/ }));
    const dialog = screen.getByRole("dialog", { name: "Move acme.example here?" });
    expect(dialog.textContent).toContain("Local tenant");
    expect(dialog.textContent).toContain("goes from acme-okta to contoso-entra");
    await user.click(within(dialog).getByRole("button", { name: "Move here" }));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(fake.calls("moveDomains")).toEqual([[id, ["acme.example"]]]);
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
    await vi.waitFor(() => expect(screen.queryByRole("button", { name: /Move it here/ })).toBeNull());
  });

  it("says what is so where the other connection does not let go", async () => {
    const problem = { code: "invalid_body", message: "The tenant refused.", field: null, remedy: null };
    const view = await connection(id);
    fake.answer("moveDomains", () => ({
      view,
      still_held: [{ connection: { id: "con_acmeokta77", name: "acme-okta" }, problem }],
    }));
    const user = await opened("login-experience");
    await user.type(screen.getByLabelText("Identity provider domains"), "acme.example{Enter}");
    await user.click(await screen.findByRole("button", { name: /Move it here/ }));
    await user.click(screen.getByRole("button", { name: "Move here" }));
    expect(await screen.findByText("acme.example leads to contoso-entra now, and acme-okta still has it")).toBeTruthy();
    expect(screen.getByText(/The tenant refused. Both have it until/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(fake.calls("moveDomains")).toHaveLength(2);
  });

  it("asks on save whether a domain of another connection moves here, and saves in both when told to", async () => {
    const user = await opened("login-experience");
    await user.type(screen.getByLabelText("Identity provider domains"), "acme.example{Enter}");
    await screen.findByRole("button", { name: /Move it here/ });
    await user.keyboard("{Control>}s{/Control}");
    let dialog = await screen.findByRole("dialog", { name: "acme.example leads elsewhere already" });
    await user.click(within(dialog).getByRole("button", { name: "Back" }));
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
    await user.keyboard("{Control>}s{/Control}");
    dialog = await screen.findByRole("dialog", { name: "acme.example leads elsewhere already" });
    await user.click(within(dialog).getByRole("button", { name: "Save in both" }));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(fake.calls("saveConnection").at(-1)?.[1]).toMatchObject({ share_domains: true });
    expect(fake.calls("moveDomains")).toEqual([]);
  });

  it("saves and moves in one go", async () => {
    const user = await opened("login-experience");
    await user.type(screen.getByLabelText("Identity provider domains"), "acme.example{Enter}");
    await screen.findByRole("button", { name: /Move it here/ });
    await user.keyboard("{Control>}s{/Control}");
    await user.click(await screen.findByRole("button", { name: "Save and move here" }));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(fake.calls("moveDomains")).toEqual([[id, ["acme.example"]]]);
    await vi.waitFor(() => expect(screen.queryByText(/unsaved change/)).toBeNull());
  });

  it("takes a pasted list, leaves out what is no domain with the reason, and warns of the rest", async () => {
    const user = await opened("login-experience");
    await user.click(screen.getByLabelText("Identity provider domains"));
    await user.paste("ada@new.example, https://acme.example/x\ncontoso.example gmail.com xn--bcher-kva.example word");
    await vi.waitFor(() =>
      expect(domains()).toBe(
        "contoso.example emea.contoso.example new.example acme.example gmail.com xn--bcher-kva.example",
      ),
    );
    expect(screen.getByText("bücher.example")).toBeTruthy();
    expect(screen.getByText("4 domains added. 1 domain was there already.")).toBeTruthy();
    expect(screen.getByText(/was left out. It is a single word/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "acme-okta" }).getAttribute("href")).toBe(
      "#/connections/con_acmeokta77/login-experience",
    );
    const warning = screen.getByText(/public mail domain/).closest("li");
    await user.click(within(warning as HTMLElement).getByRole("button", { name: "Remove gmail.com" }));
    expect(domains()).not.toContain("gmail.com");
    expect(screen.queryByText(/public mail domain/)).toBeNull();
  });

  it("saves what is still being typed", async () => {
    const user = await opened("login-experience");
    await user.type(screen.getByLabelText("Identity provider domains"), "late.example{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(saved()).toMatchObject({ domains: ["contoso.example", "emea.contoso.example", "late.example"] });
  });

  it("removes by keyboard, and is unchanged once all is back whatever its order", async () => {
    const user = await opened("login-experience");
    await user.click(screen.getByLabelText("Identity provider domains"));
    await user.keyboard("{Backspace}{Backspace}");
    expect(domains()).toBe("");
    await user.keyboard("emea.contoso.example,contoso.example{Enter}");
    await vi.waitFor(() => expect(domains()).toBe("emea.contoso.example contoso.example"));
    expect(screen.queryByText(/unsaved change/)).toBeNull();
  });

  it("folds long lists", async () => {
    const user = await opened("login-experience");
    await user.click(screen.getByLabelText("Identity provider domains"));
    await user.paste(Array.from({ length: 998 }, (_, index) => `d${index}.example`).join("\n"));
    await user.click(await screen.findByRole("button", { name: "Show all 1000" }));
    expect(screen.getByText("d997.example")).toBeTruthy();
    expect(screen.getByText(/1000 domains of up to 1,000/)).toBeTruthy();
  });

  it("says where an address leads with what is not saved, for each application", async () => {
    const user = await opened("login-experience");
    const route = () => screen.getByTestId("route").textContent?.replaceAll(/\s+/g, " ") ?? "";
    await user.type(screen.getByLabelText("Try an email address"), "ada@new.example");
    await vi.waitFor(() => expect(route()).toContain("Leads nowhere: no connection has new.example"), 3000);
    await user.type(screen.getByLabelText("Identity provider domains"), "new.example{Enter}");
    await vi.waitFor(
      () => expect(route()).toContain("Any application: goes to contoso-entra through new.example"),
      3000,
    );
    expect(route()).toContain(
      "Invoices, Partner Area and 2 more: leads nowhere. new.example belongs to contoso-entra, which may not be used there.",
    );
  });
});

describe("the button", () => {
  it("is shown with its name and logo, which are saved", async () => {
    const user = await opened("login-experience");
    const preview = () => screen.getByTitle<HTMLIFrameElement>("Preview of the login page");
    await vi.waitFor(() => expect(preview().srcdoc).toContain("Continue with contoso-entra"));
    expect(preview().getAttribute("sandbox")).toBe("");
    await user.clear(screen.getByLabelText("Button display name"));
    await user.type(screen.getByLabelText("Button display name"), "Contoso");
    await vi.waitFor(() => expect(preview().srcdoc).toContain("Continue with Contoso"), 3000);
    await user.type(screen.getByLabelText("Button logo URL"), "https://cdn.contoso.example/mark.svg");
    expect(await screen.findByRole("img", { name: "The logo" }, { timeout: 3000 })).toBeTruthy();
    expect(screen.getByText(/squeeze it into a square/)).toBeTruthy();
    await user.click(screen.getByRole("switch", { name: "Display connection button" }));
    await vi.waitFor(() => expect(preview().srcdoc).not.toContain("Continue with"), 3000);
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(saved()).toMatchObject({
      display_name: "Contoso",
      show_as_button: false,
      icon_url: "https://cdn.contoso.example/mark.svg",
    });
  });

  it("says what is wrong with a logo, and at its field when the tenant refuses it", async () => {
    fake.answer("saveConnection", () => {
      throw {
        code: "icon-url-unusable",
        message: "The logo URL is not an https URL.",
        field: "icon_url",
        remedy: "Enter the whole URL.",
      };
    });
    const user = await opened("login-experience");
    await user.type(screen.getByLabelText("Button logo URL"), "http://a.example/x.png");
    expect(await screen.findByText(/load no image over plain http/, {}, { timeout: 3000 })).toBeTruthy();
    await user.click(screen.getByRole("tab", { name: "Settings" }));
    await user.click(button(/Save Changes/));
    await vi.waitFor(() => expect(router.path).toBe(`/connections/${id}/login-experience`));
  });
});
