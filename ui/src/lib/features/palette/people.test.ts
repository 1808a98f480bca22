import { fake } from "$lib/api/fake";
import { expect, it, vi } from "vitest";
import { People } from "./people.svelte";

const person = (name: string) => ({
  user_id: `oidc|acme|${name}`,
  name,
  email: null,
  connection: "acme",
  logins: 1,
  last_login: null,
  problem: null,
});
const asked = () => fake.calls("findPeople").map(([, typed]) => typed);

it("people are asked for once nothing more is typed, and not for a single letter", async () => {
  const people = new People(20);
  for (const typed of ["m", "me", "mei"]) people.request(typed);
  await vi.waitFor(() => expect(people.found.map(({ name }) => name)).toContain("Mei Tanaka"));
  expect(asked()).toEqual(["mei"]);
  people.request("m");
  expect([people.found, people.busy]).toEqual([[], false]);
});

it("the newest question alone is answered, and the one before is cancelled", async () => {
  const answers: Record<string, () => void> = {};
  fake.answer("findPeople", (_ticket, typed) => new Promise((done) => (answers[typed] = () => done([person(typed)]))));
  const people = new People(0);
  people.request("first");
  await vi.waitFor(() => expect(answers.first).toBeDefined());
  people.request("second");
  await vi.waitFor(() => expect(answers.second).toBeDefined());
  expect(fake.calls("cancel")).toEqual([[fake.calls("findPeople")[0]?.[0]]]);
  answers.second?.();
  await vi.waitFor(() => expect(people.found.map(({ name }) => name)).toEqual(["second"]));
  answers.first?.();
  await new Promise((done) => setTimeout(done, 5));
  expect(people.found.map(({ name }) => name)).toEqual(["second"]);
});

it("a tenant that refuses is named, and whoever stops waiting hears nothing", async () => {
  fake.answer("findPeople", () => {
    throw { code: "x", message: "The credentials lack read:users.", field: null, remedy: null };
  });
  const people = new People(0);
  people.request("anna");
  await vi.waitFor(() => expect(people.problem).toBe("The credentials lack read:users."));
  people.request("anna b");
  people.stop();
  await new Promise((done) => setTimeout(done, 5));
  expect([people.problem, people.busy, asked()]).toEqual([null, false, ["anna"]]);
});
