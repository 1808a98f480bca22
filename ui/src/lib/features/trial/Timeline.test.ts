import type { TrialView } from "$lib/api";
import { trialFor, unfold } from "$lib/api/fake/trials";
import { connections } from "$lib/api/fake/tenant";
import { render, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Diagnosis from "./Diagnosis.svelte";
import Timeline from "./Timeline.svelte";
import { ahead, elapsed, timeline, type Course } from "./timeline";

const form = connections()[2]?.form;
const trial = (failing?: string) =>
  trialFor({ way: "through_tenant", connection_id: "con", application: null, organization: null }, form, failing);
const course = { channel: "back_channel", way: "direct", userinfo: false } as const;
const show = (view: TrialView) => render(Timeline, { view, course });
const announced = (of: Partial<Course>) => ahead({ ...course, ...of }).map((row) => row.kind);

describe("timeline", () => {
  it("places each step in the whole trial", () => {
    const rows = timeline(trial());
    expect(rows.map((row) => row.kind)).toEqual([
      "discovery",
      "authorization_request",
      "sign_in",
      "authorization_response",
      "token_request",
      "id_token",
      "claims_mapping",
      "profile",
    ]);
    const last = rows.at(-1);
    expect(Math.round((last?.at ?? 0) + (last?.length ?? 0))).toBe(100);
    expect(elapsed(trial())).toBe(7995);
  });

  it("does not expect a token request over Front Channel", () => {
    const stages = unfold({ ...trial(), trace: { ...trial().trace, channel: "front_channel" } });
    const first = stages[0];
    expect(first && timeline(first).map((row) => row.kind)).not.toContain("token_request");
  });
});

describe("what is announced", () => {
  it("is what runs: nobody gets a profile directly, and an application does", () => {
    expect(announced({})).toEqual([
      "discovery",
      "authorization_request",
      "sign_in",
      "authorization_response",
      "token_request",
      "id_token",
      "claims_mapping",
    ]);
    expect(announced({ way: "through_tenant" }).slice(-3)).toEqual(["claims_mapping", "profile", "application"]);
    expect(announced({ channel: "front_channel" })).not.toContain("token_request");
  });

  it("has userinfo where the mapping takes claims from it", () => {
    expect(announced({ userinfo: true })).toContain("userinfo");
    expect(announced({ userinfo: true, channel: "front_channel" })).not.toContain("userinfo");
  });
});

describe("a running trial", () => {
  it("waits for the person, and shows what is still to come", () => {
    const waiting = unfold(trial())[2];
    if (!waiting) throw new Error("no such stage");
    show(waiting);
    expect(screen.getByTestId("trial-step-sign_in").dataset.state).toBe("running");
    expect(screen.getByText("Waiting for you in the sign-in window")).toBeTruthy();
    expect(screen.getByTestId("trial-step-id_token").textContent).toContain("Not reached yet");
  });
});

describe("a passed trial", () => {
  it("shows the checks, the claims and the profile", () => {
    show(trial());
    const token = screen.getByTestId("trial-step-id_token");
    expect((token as HTMLDetailsElement).open).toBe(true);
    expect(within(token).getByText("Signature verifies")).toBeTruthy();
    expect(within(token).getByRole("rowheader", { name: "email" })).toBeTruthy();
    expect(within(screen.getByTestId("trial-step-profile")).getAllByText("Priya Natarajan").length).toBeGreaterThan(0);
    expect(screen.queryByText(/Not reached/)).toBeNull();
  });

  it("shows masked values as dots with what is known of them", () => {
    show(trial());
    const request = screen.getByTestId("trial-step-token_request");
    expect(within(request).getAllByLabelText("Masked").length).toBe(3);
    expect(within(request).getByText("33 characters, sha256 2c26b46b")).toBeTruthy();
  });
});

describe("a cancelled trial", () => {
  it("says where it stopped", () => {
    const waiting = unfold(trial())[2];
    if (!waiting) throw new Error("no such stage");
    show({ ...waiting, state: "ended" });
    expect(screen.getByTestId("trial-step-sign_in").dataset.state).toBe("stopped");
    expect(screen.getByText("Stopped here")).toBeTruthy();
  });

  it("is nobody's failure", () => {
    const waiting = unfold(trial())[2];
    if (!waiting) throw new Error("no such stage");
    const closed = waiting.trace.steps.map((step, index, all) =>
      index === all.length - 1 ? { ...step, state: "failed" as const, summary: "You cancelled the test." } : step,
    );
    show({ ...waiting, state: "ended", trace: { ...waiting.trace, steps: closed } });
    expect(screen.getByTestId("trial-step-sign_in").dataset.state).toBe("stopped");
  });
});

describe("a failed trial", () => {
  it("opens the step that failed, marks the check, and dashes the rest", () => {
    show(trial("wrong_issuer"));
    const token = screen.getByTestId("trial-step-id_token");
    expect([token.dataset.state, (token as HTMLDetailsElement).open]).toEqual(["failed", true]);
    expect(within(token).getByText("Issuer matches").className).toContain("bad");
    expect(token.textContent).toContain("They differ from character 27 on.");
    expect(screen.getByTestId("trial-step-profile").dataset.state).toBe("not_reached");
    expect(screen.getByTestId("trial-step-profile").textContent).toContain("Not reached");
  });

  it("says what happened once, above the steps", () => {
    const failed = trial("wrong_issuer");
    const message = failed.diagnosis?.message ?? "";
    const steps = failed.trace.steps.map((step) =>
      step.state === "failed"
        ? { ...step, summary: message, findings: failed.diagnosis ? [failed.diagnosis] : [] }
        : step,
    );
    show({ ...failed, trace: { ...failed.trace, steps } });
    const token = screen.getByTestId("trial-step-id_token");
    expect(token.textContent).toContain("Failed: Issuer matches");
    expect(token.textContent).not.toContain(message);
  });

  it("says what happened, both values, how to fix it, and the clause", () => {
    render(Diagnosis, { view: trial("wrong_issuer") });
    const diagnosis = screen.getByRole("alert");
    expect(diagnosis.textContent).toContain("is not the issuer of this connection");
    expect(within(diagnosis).getByText("Expected").nextElementSibling?.textContent).toContain(
      "https://login.acme.example",
    );
    expect(diagnosis.querySelector("mark.del")?.textContent).toBe("/");
    expect(within(diagnosis).getAllByRole("listitem")).toHaveLength(3);
    expect(diagnosis.textContent).toContain("OpenID Connect Core 1.0, section 3.1.3.7, rule 2");
  });
});
