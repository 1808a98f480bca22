import type { KeptTrial, Problem, TrialRequest, TrialView } from "$lib/api";
import { fake } from "$lib/api/fake";
import { trialFor, unfold } from "$lib/api/fake/trials";
import { expect, it, vi } from "vitest";
import { TrialRun } from "./run.svelte";

const request: TrialRequest = {
  way: "through_tenant",
  connection_id: "con_acmeokta77",
  application: null,
  organization: null,
};
/** The stages of the trial that was asked for last. */
const stages = () => unfold({ ...trialFor(request, undefined, undefined), id: asked() }) as [TrialView, ...TrialView[]];
const keptOf = (view: TrialView, verdict: KeptTrial["verdict"]): KeptTrial => ({
  id: view.id,
  way: view.way,
  verdict,
  headline: view.headline,
  detail: view.detail,
  finished_at: "2026-11-27T09:00:00Z",
  person: null,
  took_ms: null,
  has_steps: true,
});
const keeps = (...kept: [TrialView, KeptTrial["verdict"]][]) => {
  fake.answer("keptTrials", () => kept.map(([view, verdict]) => keptOf(view, verdict)));
  fake.answer("keptTrial", (id) => kept.map(([view]) => view).find((view) => view.id === id) as TrialView);
};
const asked = () => fake.calls("startTrial").at(-1)?.[0] as string;

it("follows its own trial from step to step, and no other", async () => {
  fake.answer("startTrial", () => stages()[0]);
  const run = new TrialRun();
  run.attach();
  await run.start(request);
  fake.emit(trialFor(request, undefined, "wrong_issuer"));
  expect(run.view?.id).toBe(asked());
  const second = stages()[1];
  if (second) fake.emit(second);
  expect(run.view?.trace.steps).toHaveLength(2);
});

it("does not lose an event that comes before the answer", async () => {
  fake.answer("startTrial", () => {
    const all = stages();
    const last = all.at(-1);
    if (last) fake.emit(last);
    return all[0];
  });
  const run = new TrialRun();
  run.attach();
  const finished = vi.fn();
  run.onfinished = finished;
  await run.start(request);
  expect(run.view?.state).toBe("passed");
  expect(finished).toHaveBeenCalledTimes(1);
});

it("starts one at a time", async () => {
  fake.answer("startTrial", () => stages()[0]);
  const run = new TrialRun();
  await Promise.all([run.start(request), run.start(request)]);
  await run.start(request);
  expect(fake.calls("startTrial")).toHaveLength(1);
});

it("cancels what runs", async () => {
  fake.answer("startTrial", () => stages()[0]);
  const run = new TrialRun();
  await run.start(request);
  await run.cancel();
  expect(fake.calls("cancelTrial")).toEqual([[asked(), "cancelled"]]);
});

it("cancels what is only starting, and shows what was there before", async () => {
  const before = trialFor(request, undefined, "wrong_issuer");
  keeps([before, "failed"]);
  let refuse: (problem: Problem) => void = () => undefined;
  fake.answer("startTrial", () => new Promise((_, rejected) => (refuse = rejected)));
  const run = new TrialRun();
  await run.load("con_acmeokta77");
  const starting = run.start(request);
  expect(run.running).toBe(true);
  await run.cancel();
  expect(fake.calls("cancelTrial")).toEqual([[asked(), "cancelled"]]);
  refuse({ code: "cancelled", message: "You cancelled the test.", field: null, remedy: null });
  await starting;
  expect([run.running, run.problem, run.view?.id]).toEqual([false, null, before.id]);
});

it("keeps the last verdict beside a test that came to none, and shows it again", async () => {
  const before = trialFor(request, undefined, "wrong_issuer");
  const cancelled: TrialView = { ...trialFor(request, undefined, undefined), state: "ended", headline: "Test ended" };
  keeps([cancelled, "ended"], [before, "failed"]);
  const run = new TrialRun();
  await run.load("con_acmeokta77");
  expect([run.view?.id, run.before?.id]).toEqual([cancelled.id, before.id]);
  if (run.before) await run.show(run.before);
  expect([run.view?.id, run.before]).toEqual([before.id, null]);
});

it("does not forget a verdict when the next test is cancelled", async () => {
  fake.answer("startTrial", () => stages()[0]);
  const run = new TrialRun();
  run.attach();
  await run.start(request);
  fake.emit({ ...trialFor(request, undefined, undefined), id: asked() });
  const passed = run.view?.id;
  await run.start(request);
  fake.emit({ ...stages()[0], state: "ended" });
  expect([run.view?.state, run.before?.id]).toEqual(["ended", passed]);
});

it("shows what a test came to where its steps were not kept", async () => {
  const gone = { ...keptOf(trialFor(request, undefined, undefined), "passed"), has_steps: false };
  fake.answer("keptTrials", () => [gone]);
  const run = new TrialRun();
  await run.load("con_acmeokta77");
  expect([run.view, run.past?.headline, run.before]).toEqual([null, "Login works", null]);
});

it.each(["starting", "running"])("ends what is %s when its page is left", async (state) => {
  let answer: (view: TrialView) => void = () => undefined;
  fake.answer("startTrial", () => new Promise((resolved) => (answer = resolved)));
  const run = new TrialRun();
  const leave = run.attach();
  const finished = vi.fn();
  run.onfinished = finished;
  const starting = run.start(request);
  if (state === "running") {
    answer(stages()[0]);
    await starting;
  }
  leave();
  expect(fake.calls("cancelTrial")).toEqual([[asked(), "left"]]);
  if (state === "starting") {
    // It came before the program knew the trial.
    answer(stages()[0]);
    await starting;
    expect(fake.calls("cancelTrial")).toEqual([
      [asked(), "left"],
      [asked(), "left"],
    ]);
  }
  expect(finished).not.toHaveBeenCalled();
});

it("reads the steps of a kept test when it is shown, and shows the one that was chosen last", async () => {
  const [slow, quick] = [trialFor(request, undefined, "wrong_issuer"), trialFor(request, undefined, undefined)];
  keeps([quick, "passed"], [slow, "failed"]);
  const run = new TrialRun();
  await run.load("con_acmeokta77");
  expect(fake.calls("keptTrial")).toEqual([[quick.id]]);
  let read: (view: TrialView) => void = () => undefined;
  fake.answer("keptTrial", (id) => (id === slow.id ? new Promise((resolve) => (read = resolve)) : quick));
  const [first, second] = run.kept;
  if (!first || !second) throw new Error("two are kept");
  const showing = run.show(second);
  expect(run.reading).toBe(true);
  await run.show(first);
  read(slow);
  await showing;
  expect([run.view?.id, run.reading]).toEqual([quick.id, false]);
});
