import { fake } from "$lib/api/fake";
import { checks } from "$lib/api/fake/checks";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DiscoveryCheck } from "./check.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("waits until typing stops, then asks once", async () => {
  const check = new DiscoveryCheck();
  for (const typed of ["https://a", "https://a.ex", "https://a.example"]) {
    check.request(typed);
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(400);
  expect(fake.calls("checkProvider").map(([, input]) => input)).toEqual(["https://a.example"]);
  expect(check.state.kind).toBe("done");
});

it("ends the running check when another begins, and ignores its late answer", async () => {
  const answers: ((input: unknown) => void)[] = [];
  fake.answer(
    "checkProvider",
    (_ticket: string, input: string) => new Promise((done) => answers.push(() => done(checks(input)))),
  );
  const check = new DiscoveryCheck();
  check.now("https://first.example");
  check.now("https://second.example");
  const [first] = fake.calls("checkProvider")[0] ?? [];
  expect(fake.calls("cancel")).toEqual([[first]]);
  answers[1]?.(null);
  await vi.advanceTimersByTimeAsync(0);
  answers[0]?.(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(check.state).toMatchObject({ kind: "done", input: "https://second.example" });
});

it("does not repeat itself when the field is left", async () => {
  const check = new DiscoveryCheck();
  check.request("https://a.example");
  await vi.advanceTimersByTimeAsync(400);
  check.now("https://a.example");
  expect(fake.calls("checkProvider")).toHaveLength(1);
});

it("shows what the program says when it cannot check", async () => {
  fake.answer("checkProvider", () => {
    throw { code: "offline", message: "No network.", field: null, remedy: "Connect and try again." };
  });
  const check = new DiscoveryCheck();
  check.now("https://a.example");
  await vi.advanceTimersByTimeAsync(0);
  expect(check.state).toMatchObject({ kind: "failed", problem: { message: "No network." } });
});
