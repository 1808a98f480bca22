import { trialFor } from "$lib/api/fake/trials";
import { connections } from "$lib/api/fake/tenant";
import { expect, it } from "vitest";
import { reportOf } from "./report";

const form = connections()[2]?.form;

it("tells the whole trial, and leaves masked values out", () => {
  const view = trialFor({ way: "through_tenant", connection_id: "con", application: null }, form, "refuse_secret");
  const masked = view.trace.steps.flatMap((step) => step.messages.flatMap((message) => message.fields.filter((field) => field.masked)));
  // Even if the trace were to hold a secret by mistake, the report would not.
  for (const field of masked) field.value = "RAW-SECRET-VALUE";
  const report = reportOf(view);
  expect(masked.length).toBeGreaterThan(0);
  expect(report).not.toContain("RAW-SECRET-VALUE");
  expect(report).toContain("client_secret: (left out)");
  expect(report).toContain("# Login failed at the token request");
  expect(report).toContain("- Tested: through the tenant, signing in to Field Portal,");
  expect(report).toContain("How to fix it: Create a new client secret");
  expect(report).toContain("RFC 6749, section 5.2 (invalid_client)");
});

it("keeps what comes from outside from turning what stands around it", () => {
  const view = trialFor({ way: "through_tenant", connection_id: "con", application: null }, form, undefined);
  const claim = view.trace.steps.flatMap((step) => step.claims).find((one) => one.name === "name");
  if (!claim) throw new Error("no such claim");
  claim.value = "Bob \u202edrowssap\u2069";
  expect(reportOf(view)).toContain("- name: \u2068Bob drowssap\u2069\n");
});

it("stays whole, however long a value is", () => {
  const view = trialFor({ way: "direct", connection_id: "con", form: form as NonNullable<typeof form> }, form, undefined);
  const groups = Array.from({ length: 300 }, (_, index) => `group-${index}`);
  for (const step of view.trace.steps.filter((one) => one.kind === "id_token")) step.claims = [{ name: "groups", value: groups, note: null }];
  expect(reportOf(view)).toContain(JSON.stringify(groups));
});

it("gives both values of a failed check", () => {
  const report = reportOf(trialFor({ way: "through_tenant", connection_id: "con", application: null }, form, "wrong_issuer"));
  expect(report).toContain("- [ ] Issuer matches, expected https://login.acme.example, got https://login.acme.example/");
});
