import { fake } from "$lib/api/fake";
import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { violations } from "../test/axe";
import Login from "./Login.svelte";

it("shows a login of the tenant with its steps, and the way to test its connection", async () => {
  const { container } = render(Login, { params: { id: "trace-1" } });
  expect(await screen.findByRole("list", { name: "Steps of the login" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Test the connection" })).toBeTruthy();
  expect(fake.calls("signInSteps")).toEqual([["trace-1"]]);
  expect(await violations(container)).toEqual([]);
});

it("says that the steps are not kept any more", async () => {
  fake.answer("signInSteps", () => {
    throw {
      code: "steps-not-kept",
      message: "The steps of that sign-in are not kept any more: of each connection the newest 200 are.",
      field: null,
      remedy: null,
    };
  });
  render(Login, { params: { id: "trace-1" } });
  expect(await screen.findByText(/not kept any more/)).toBeTruthy();
});
