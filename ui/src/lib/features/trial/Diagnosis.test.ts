import { fake } from "$lib/api/fake";
import { trialFor } from "$lib/api/fake/trials";
import { render, screen, within } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import Diagnosis from "./Diagnosis.svelte";

const failed = trialFor(
  { way: "through_tenant", connection_id: "con", application: null, organization: null },
  undefined,
  "wrong_issuer",
);

it("names the checks that failed beside the decisive one", () => {
  const check = {
    code: "aud",
    title: "Audience is this client",
    member: "aud",
    state: "failed",
    expected: "client",
    got: "another",
    literal: true,
    spec: "",
  } as const;
  render(Diagnosis, {
    view: { ...failed, also_failed: [check, { ...check, code: "azp", title: "Authorized party", member: "azp" }] },
  });
  const diagnosis = within(screen.getByRole("alert", { name: "Diagnosis" }));
  expect(diagnosis.getByRole("heading", { name: "2 more checks failed" })).toBeTruthy();
  expect(diagnosis.getAllByRole("listitem").map((item) => item.textContent)).toEqual(
    expect.arrayContaining([
      expect.stringContaining("Audience is this client"),
      expect.stringContaining("Authorized party"),
    ]),
  );
});

it("is amber for a login that passed and is of no use", () => {
  render(Diagnosis, { view: { ...failed, state: "passed" } });
  expect(screen.getByRole("alert", { name: "Diagnosis" }).classList.contains("dx--warn")).toBe(true);
});

it("has the report for the provider's administrator ready before it is copied", async () => {
  const written: string[] = [];
  vi.stubGlobal("navigator", {
    ...navigator,
    clipboard: { writeText: async (text: string) => void written.push(text) },
  });
  render(Diagnosis, { view: failed });
  await vi.waitFor(() => expect(fake.calls("trialReport")).toEqual([[failed.id, "provider"]]));
  await Promise.resolve();
  screen.getByRole("button", { name: /Copy report for the provider/ }).click();
  await vi.waitFor(() => expect(written).toEqual([`# Report of ${failed.id} (provider)`]));
  vi.unstubAllGlobals();
});
