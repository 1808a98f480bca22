import { fake } from "$lib/api/fake";
import type { OtherTenant } from "$lib/api";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import FederatePanel from "./FederatePanel.svelte";

const acme = { issuer: "https://acme.us.auth0.com/", name: "acme-auth0", local: false };

async function used(typed: string) {
  const onuse = vi.fn();
  const user = userEvent.setup();
  render(FederatePanel, { onuse });
  await user.type(screen.getByLabelText("The other tenant’s domain"), typed);
  await user.type(screen.getByLabelText("Client ID of its application"), "client-7{Enter}");
  return { user, onuse };
}

it("an answer about a domain that is no longer the typed one fills nothing in", async () => {
  let answer: (tenant: OtherTenant) => void = () => undefined;
  fake.answer("otherTenant", () => new Promise<OtherTenant>((done) => (answer = done)));
  const { user, onuse } = await used("acme.us.auth0.com");
  await user.type(screen.getByLabelText("The other tenant’s domain"), ".example");
  answer(acme);
  await new Promise((done) => setTimeout(done));
  expect(onuse).not.toHaveBeenCalled();
});

it("what names no tenant is refused at its field until something else is typed there", async () => {
  const { user, onuse } = await used("acme");
  expect(document.getElementById("federate-domain-error")?.textContent).toContain("“acme” is not a domain.");
  await user.type(screen.getByLabelText("The other tenant’s domain"), ".us.auth0.com");
  expect(document.getElementById("federate-domain-error")).toBeNull();
  await user.type(screen.getByLabelText("Client ID of its application"), "{Enter}");
  expect(onuse).toHaveBeenCalledWith(acme, "client-7", "");
});
