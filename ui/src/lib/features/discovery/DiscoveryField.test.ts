import { fake } from "$lib/api/fake";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { DiscoveryCheck } from "./check.svelte";
import DiscoveryField from "./DiscoveryField.svelte";

async function checked(url: string, channel: "back_channel" | "front_channel" = "back_channel") {
  const check = new DiscoveryCheck();
  const onchannel = vi.fn();
  const page = render(DiscoveryField, { value: url, channel, check, oninput: () => undefined, onchannel });
  check.now(url);
  await vi.waitFor(() => expect(check.state.kind).toBe("done"));
  return { ...page, onchannel, check };
}

it("shows a found configuration as a status, with a green mark", async () => {
  await checked("https://login.acme.example");
  expect(await screen.findByRole("img", { name: "Found" })).toBeTruthy();
  expect(within(screen.getByRole("status")).getByText("Configuration found")).toBeTruthy();
  expect(screen.getByText("RS256, 2 keys")).toBeTruthy();
  expect(screen.getByRole("textbox").getAttribute("aria-invalid")).toBeNull();
});

it("names the missing member, and offers the channel that does without it", async () => {
  const { onchannel } = await checked("https://id.globex.example/realms/workforce");
  expect((await screen.findByRole("alert")).textContent).toContain(
    "The configuration is missing token_endpoint. Back Channel needs it.",
  );
  expect(screen.getByRole("textbox").getAttribute("aria-invalid")).toBe("true");
  await userEvent.click(screen.getByRole("button", { name: "Use Front Channel" }));
  expect(onchannel).toHaveBeenCalledWith("front_channel");
});

it("is content with the same configuration for Front Channel", async () => {
  await checked("https://id.globex.example/realms/workforce", "front_channel");
  expect(await screen.findByText("Configuration found")).toBeTruthy();
});

it("lists what was tried when nothing was found", async () => {
  await checked("https://login.acme.example/oauth2");
  expect((await screen.findByRole("alert")).textContent).toContain("the server answered 404");
  expect(screen.getByText("https://login.acme.example/oauth2/.well-known/openid-configuration")).toBeTruthy();
  expect(screen.getByText("404 Not Found")).toBeTruthy();
});

it("names what it looks at while it looks", async () => {
  fake.answer("checkProvider", () => new Promise(() => undefined));
  const check = new DiscoveryCheck();
  render(DiscoveryField, {
    value: "https://slow.example",
    channel: "back_channel",
    check,
    oninput: () => undefined,
    onchannel: () => undefined,
  });
  check.now("https://slow.example");
  expect(await screen.findByText("Looking at slow.example")).toBeTruthy();
  expect(screen.getByRole("textbox").getAttribute("aria-busy")).toBe("true");
});

it("says no finding twice, and the way to more says what it does", async () => {
  await checked("https://login.microsoftonline.com/common/v2.0");
  const more = await screen.findByText("Show all findings (2)");
  await userEvent.click(more);
  expect(await screen.findByText("Show less")).toBeTruthy();
  expect(screen.getAllByText("The configuration names another issuer than this URL.")).toHaveLength(1);
  expect(screen.getByText("The configuration lists no PKCE methods.")).toBeTruthy();
});
