import { fake } from "$lib/api/fake";
import { state } from "$lib/api/fake/state";
import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { violations } from "../test/axe";
import Practise from "./Practise.svelte";

const user = userEvent.setup();

beforeEach(() => {
  fake.reset();
  localStorage.removeItem("lintel.course");
});

async function opened(lesson: string) {
  const page = render(Practise);
  await user.click(await screen.findByTestId(`lesson-${lesson}`));
  return page;
}

it("a lesson is broken, read, mended and marked, and the mark is kept", async () => {
  const { container, unmount } = await opened("wrong-issuer");
  const mend = screen.getByRole<HTMLButtonElement>("button", { name: "Turn the dial off and test again" });
  expect(mend.disabled).toBe(true);
  await user.click(screen.getByRole("button", { name: "Break it and test" }));
  expect((await screen.findByRole("alert", { name: "Diagnosis" })).textContent).toContain("id-token-issuer");
  expect(fake.calls("setDial")).toEqual([["wrong-issuer", true]]);
  expect(await violations(container)).toEqual([]);

  await user.click(mend);
  expect((await screen.findByTestId("lesson-mended")).textContent).toContain("This lesson is done.");
  expect(fake.calls("setDial").at(-1)).toEqual(["wrong-issuer", false]);
  within(screen.getByTestId("lesson-wrong-issuer")).getByRole("img", { name: "Done" });
  unmount();
  render(Practise);
  await screen.findByText(/^1 of \d+ lessons done$/);
});

it("every other dial goes off, and leaving leaves the provider sound", async () => {
  const { setDial } = await import("$lib/api");
  await setDial("expired", true);
  const { unmount } = await opened("secret-rejected");
  await user.click(screen.getByRole("button", { name: "Break it and test" }));
  await screen.findByRole("alert", { name: "Diagnosis" });
  unmount();
  await waitFor(() =>
    expect(fake.calls("setDial")).toEqual([
      ["expired", true],
      ["expired", false],
      ["secret-rejected", true],
      ["secret-rejected", false],
    ]),
  );
});

it("another lesson that is chosen while a login runs begins afresh", async () => {
  state.pace = 50;
  await opened("wrong-issuer");
  await user.click(screen.getByRole("button", { name: "Break it and test" }));
  await screen.findByRole("button", { name: "Cancel" });
  await user.click(screen.getByTestId("lesson-secret-rejected"));
  expect(screen.getByTestId("lesson-title").textContent).toBe("Client secret rejected");
  await waitFor(() => expect(fake.calls("setDial").at(-1)).toEqual(["wrong-issuer", false]));
  expect(screen.queryByTestId("lesson-broken")).toBeNull();
  expect(fake.calls("cancelTrial")).toHaveLength(1);
});

it("a lesson is found by what it says", async () => {
  render(Practise);
  await user.type(await screen.findByRole("searchbox", { name: "Find a lesson" }), "hs256");
  expect(screen.getAllByTestId(/^lesson-(?!title)/).map((row) => row.dataset["testid"])).toEqual([
    "lesson-shared-secret",
  ]);
});
