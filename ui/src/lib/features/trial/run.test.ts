import type { TrialRequest, TrialView } from "$lib/api";
import { fake } from "$lib/api/fake";
import { trialFor, unfold } from "$lib/api/fake/trials";
import { expect, it, vi } from "vitest";
import { TrialRun } from "./run.svelte";

const request: TrialRequest = { way: "through_tenant", connection_id: "con_acmeokta77" };
const stages = () => unfold(trialFor(request, undefined, undefined)) as [TrialView, ...TrialView[]];

it("follows its own trial from step to step, and no other", async () => {
  const [first, second] = stages();
  fake.answer("startTrial", () => first);
  const run = new TrialRun();
  run.attach();
  await run.start(request);
  fake.emit(trialFor(request, undefined, "wrong_issuer"));
  expect(run.view?.id).toBe(first?.id);
  if (second) fake.emit(second);
  expect(run.view?.trace.steps).toHaveLength(2);
});

it("does not lose an event that comes before the answer", async () => {
  const all = stages();
  const last = all.at(-1);
  fake.answer("startTrial", () => {
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
  expect(fake.calls("cancelTrial")).toEqual([[run.view?.id]]);
});
