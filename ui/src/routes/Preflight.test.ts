import { fake } from "$lib/api/fake";
import { planned } from "$lib/api/fake/preflight";
import { connections } from "$lib/api/fake/tenant";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import type { ConnectionForm, ConnectionView, Preflight } from "$lib/api";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "../test/axe";
import Connection from "./Connection.svelte";
import NewConnection from "./NewConnection.svelte";

const acme = connections().find(({ form }) => form.name === "acme-okta") as ConnectionView;
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const headline = () => screen.getByTestId("preflight-headline").textContent.trim();
const row = (title: string) => screen.getByText(title).closest("tr") as HTMLTableRowElement;
const verdict = (title: string) => row(title).cells[3]?.textContent.trim();

beforeEach(() => Promise.all([tenantDesk.load(), connectionList.load()]));

async function opened() {
  const user = userEvent.setup();
  const page = render(Connection, { params: { id: acme.id, tab: "test" } });
  await user.click(await screen.findByRole("radio", { name: "Before sign-in" }));
  await screen.findByTestId("preflight-headline");
  return { user, page };
}

describe("before anybody signs in", () => {
  it("says which requests go where and what they leave there, and sends nothing before it is told to", async () => {
    const { page } = await opened();
    expect(headline()).toBe("Up to 10 requests to login.wingtip.example");
    screen.getByText(/One a second, in nobody’s name\. The provider may write a failed authorization into its log\./);
    expect(fake.calls("runPreflight")).toEqual([]);
    expect(verdict("Client ID")).toBe("Not asked yet");
    expect(await violations(page.container)).toEqual([]);
  });

  it("leaves out what is unticked, and proves nothing by it", async () => {
    const { user } = await opened();
    await user.click(screen.getByRole("checkbox", { name: "Send Client ID with its control" }));
    expect(headline()).toBe("Up to 9 requests to login.wingtip.example");
    await user.click(button("Ask the provider"));
    await vi.waitFor(() => expect(headline()).toBe("A callback URL is missing at the provider"));
    expect(fake.calls("runPreflight").map(([, without]) => without)).toEqual([["client-id-control"]]);
    expect(verdict("Client ID")).toBe("Unknown");
  });

  it("shows each verdict with what came, why and what to do", async () => {
    const { user, page } = await opened();
    await user.click(button("Ask the provider"));
    await vi.waitFor(() => expect(headline()).toBe("A callback URL is missing at the provider"));
    expect(["Callback, tenant domain", "Client Secret", "Scopes", "Claims that arrive"].map(verdict)).toEqual([
      "Refused",
      "Proven",
      "Unknown",
      "Unknown",
    ]);
    within(row("Client Secret")).getByText("401 invalid_client");
    expect(row("Callback, tenant domain").nextElementSibling?.textContent).toMatch(/Add .* letter for letter\./);
    button("Copy the callback URL");
    screen.getByText(/^5 proven, 1 refused, 2 unknown\. 9 requests to login\.wingtip\.example/);
    expect(await violations(page.container)).toEqual([]);
    // It is said once more what would be asked.
    await user.click(button("Check again"));
    await vi.waitFor(() => expect(headline()).toBe("Up to 10 requests to login.wingtip.example"));
  });

  it("ends when it is cancelled, and shows what came until then", async () => {
    const { user } = await opened();
    fake.answer("runPreflight", () => new Promise(() => undefined));
    await user.click(button("Ask the provider"));
    await vi.waitFor(() => expect(headline()).toBe("Asking the provider"));
    await user.click(button("Cancel"));
    const [[ticket] = []] = fake.calls("runPreflight");
    expect(fake.calls("cancel")).toContainEqual([ticket]);
    expect(headline()).toBe("Cancelling");
  });

  it("ends when its page is left", async () => {
    const { user, page } = await opened();
    fake.answer("runPreflight", () => new Promise(() => undefined));
    await user.click(button("Ask the provider"));
    await vi.waitFor(() => expect(headline()).toBe("Asking the provider"));
    page.unmount();
    const [[ticket] = []] = fake.calls("runPreflight");
    expect(fake.calls("cancel")).toContainEqual([ticket]);
  });

  it("says who wanted no more", async () => {
    const stopped = "op.example limits requests (429), so nothing more was sent. Check again later.";
    const { user } = await opened();
    fake.answer("runPreflight", (): Preflight => ({
      ...planned(acme.form as ConnectionForm),
      state: "stopped",
      headline: "Stopped before everything was asked",
      stopped,
    }));
    await user.click(button("Ask the provider"));
    await screen.findByText(stopped);
    expect(headline()).toBe("Stopped before everything was asked");
  });

  it("says why it cannot begin", async () => {
    const problem = {
      code: "endpoint-missing",
      message: "There is no token_endpoint.",
      field: null,
      remedy: "Enter it.",
    };
    fake.answer("planPreflight", () => {
      throw problem;
    });
    const user = userEvent.setup();
    render(Connection, { params: { id: acme.id, tab: "test" } });
    await user.click(await screen.findByRole("radio", { name: "Before sign-in" }));
    await screen.findByText(problem.message);
    button("Try again");
  });

  it("takes the strongest that both have into the form, and saves nothing", async () => {
    const { user } = await opened();
    await user.click(button("Use the strongest…"));
    await screen.findByText("With unsaved changes");
    expect(fake.calls("saveConnection")).toEqual([]);
    await user.click(screen.getByRole("radio", { name: "Directly" }));
    await screen.findByText("Testing unsaved changes");
  });
});

describe("a connection that is not there yet", () => {
  it("is tried with what stands in the form", async () => {
    const user = userEvent.setup();
    const page = render(NewConnection, { params: {} });
    await user.click(button("Before sign-in"));
    expect(fake.calls("planPreflight")).toEqual([]);
    await user.type(screen.getByLabelText("OpenID Connect Discovery URL", { selector: "input" }), "https://a.example");
    await user.type(screen.getByLabelText("Client ID", { selector: "input" }), "client-1");
    await user.click(button("Before sign-in"));
    await screen.findByTestId("preflight-headline");
    const [[, id, form] = []] = fake.calls("planPreflight") as [string, null, ConnectionForm][];
    expect([id, form?.client_id]).toEqual([null, "client-1"]);
    expect(await violations(page.container)).toEqual([]);
    await user.click(button("Back to the form"));
    expect(screen.getByLabelText("Client ID", { selector: "input" })).toHaveProperty("value", "client-1");
  });
});
