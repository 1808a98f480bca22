// A question at each moment at which a person goes on.
import { fake } from "$lib/api/fake";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Question } from "./question.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const refusal = { code: "x", message: "The tenant does not answer.", field: null, remedy: null };

/** Answers that come when they are told to. */
function program() {
  const asked: { word: string; ticket: string; answer: () => void; fail: () => void }[] = [];
  const ask = (word: string) => (ticket: () => string) =>
    new Promise<string>((answer, fail) =>
      asked.push({ word, ticket: ticket(), answer: () => answer(word), fail: () => fail(refusal) }),
    );
  return { asked, ask, words: () => asked.map(({ word }) => word) };
}

it("who types is asked about once, when nothing more comes", async () => {
  const { ask, words } = program();
  const question = new Question<string>(300);
  for (const word of ["c", "co", "con"]) {
    question.soon(ask(word));
    await pass(200);
  }
  expect([question.state, words()]).toEqual(["waiting", []]);
  await pass(100);
  expect([question.state, words()]).toEqual(["asking", ["con"]]);
});

it("who types on gives up the question before, and its late answer is not heard", async () => {
  const { asked, ask } = program();
  const heard: string[] = [];
  const question = new Question<string>(300, (answer) => heard.push(answer));
  void question.now(ask("first"));
  question.soon(ask("second"));
  expect(fake.calls("cancel")).toEqual([[asked[0]?.ticket]]);
  await pass(300);
  asked[1]?.answer();
  await pass(0);
  asked[0]?.answer();
  await pass(0);
  expect([question.answer, question.state, heard]).toEqual(["second", "rest", ["second"]]);
});

it("a failure that comes too late is not heard either", async () => {
  const { asked, ask } = program();
  const question = new Question<string>();
  void question.now(ask("first"));
  void question.now(ask("second"));
  asked[0]?.fail();
  asked[1]?.answer();
  await pass(0);
  expect([question.answer, question.problem]).toEqual(["second", null]);
});

it("who leaves before it was asked asks nothing", async () => {
  const { ask, words } = program();
  const question = new Question<string>(300);
  question.soon(ask("left"));
  question.stop();
  await pass(1000);
  expect([question.state, words(), fake.calls("cancel")]).toEqual(["rest", [], []]);
});

it("who leaves while it is asked gives it up, and hears nothing", async () => {
  const { asked, ask } = program();
  const question = new Question<string>();
  void question.now(ask("left"));
  question.stop();
  asked[0]?.answer();
  await pass(0);
  expect([question.answer, question.state]).toEqual([null, "rest"]);
  expect(fake.calls("cancel")).toEqual([[asked[0]?.ticket]]);
});

it("giving up may fail, and nobody is told", async () => {
  fake.answer("cancel", () => {
    throw refusal;
  });
  const { ask } = program();
  const question = new Question<string>();
  void question.now(ask("left"));
  question.stop();
  await pass(0);
  expect(question.problem).toBeNull();
});

it("a command that cannot be given up is left alone", async () => {
  const question = new Question<string>();
  void question.now(() => new Promise<string>(() => undefined));
  question.stop();
  expect(fake.calls("cancel")).toEqual([]);
});

it("a failure stands beside the answer before it, until the next answer", async () => {
  const { asked, ask } = program();
  const question = new Question<string>();
  void question.now(ask("first"));
  asked[0]?.answer();
  await pass(0);
  void question.now(ask("second"));
  asked[1]?.fail();
  await pass(0);
  expect([question.answer, question.problem?.message, question.state]).toEqual(["first", refusal.message, "rest"]);
  void question.now(ask("third"));
  expect(question.problem?.message).toBe(refusal.message);
  asked[2]?.answer();
  await pass(0);
  expect([question.answer, question.problem]).toEqual(["third", null]);
});

it("what was answered can be forgotten, with what is asked", async () => {
  const { asked, ask } = program();
  const question = new Question<string>();
  void question.now(ask("first"));
  asked[0]?.answer();
  await pass(0);
  void question.now(ask("second"));
  question.clear();
  asked[1]?.answer();
  await pass(0);
  expect([question.answer, question.problem, question.state]).toEqual([null, null, "rest"]);
});

it("an effect that asks is not run again by the answer, nor by what the question reads", async () => {
  const { asked, ask } = program();
  const question = new Question<{ word: string }>();
  let runs = 0;
  const end = $effect.root(() => {
    $effect(() => {
      runs += 1;
      void question.now(async (ticket) => ({ word: `${question.state} ${await ask("word")(ticket)}` }));
    });
  });
  flushSync();
  asked[0]?.answer();
  await pass(0);
  flushSync();
  expect([runs, question.answer?.word]).toEqual([1, "asking word"]);
  end();
});
