// The course: a lesson is broken, read and mended in the real window; and the dials of a test, found by what they say.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, testId } from "./window.mjs";

const sizes = { small: { width: 1080, height: 680 }, usual: { width: 1280, height: 800 } };
const signIn = () => window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
const button = (text) => `//button[normalize-space(.)="${text}"]`;

/** The same page in both themes and at both sizes. */
async function looks(name) {
  for (const [size, theme] of [["small", "light"], ["small", "dark"], ["usual", "dark"], ["usual", "light"]]) {
    await window.resize(sizes[size]);
    await window.dress(theme);
    assert.ok(await window.fits(), `${name} is larger than its window`);
    assert.deepEqual(await window.violations(), []);
    await window.picture(`practise-${name}-${size}-${theme}`);
  }
}

const window = await start();
const { id } = await window.call("connect_practice_provider");

const steps = [
  {
    name: "lessons",
    what: "The lessons stand by the part of a provider that fails",
    async act() {
      await window.visit("/practise");
      await window.find(testId("lesson-title"));
      await looks("lessons");
    },
  },
  {
    name: "broken",
    what: "A lesson breaks a login, and what it looks like is there to read",
    async act() {
      await window.press(testId("lesson-secret-rejected"));
      await window.press(button("Break it and test"));
      await signIn();
      await window.waitFor(testId("lesson-broken"), "data-state", "failed");
      await window.find('[aria-label="Diagnosis"]');
      await looks("broken");
    },
  },
  {
    name: "mended",
    what: "With the dial off the login works, and the lesson is marked",
    async act() {
      await window.press(button("Turn the dial off and test again"));
      await signIn();
      await window.waitFor(testId("lesson-mended"), "data-state", "passed");
      await window.show(testId("lesson-mended"));
      await looks("mended");
      const { dials } = await window.call("practice");
      assert.deepEqual(dials.filter((dial) => dial.on), []);
    },
  },
  {
    name: "strip",
    what: "On the Test page the dials are found by what they say, and all go off at once",
    async act() {
      await window.visit(`/connections/${id}/test`);
      await window.type('#dials [type="search"]', "milliseconds");
      await window.turn(testId("dial-expiry-in-milliseconds"), true);
      await window.show(testId("dial-expiry-in-milliseconds"));
      await looks("strip-found");
      await window.press('#dials [type="search"]');
      await window.keys(["Escape"]);
      await window.show("#dials");
      await looks("strip");
      await window.press(labelled("Turn all off"));
      await window.waitFor(testId("dial-expiry-in-milliseconds"), "aria-checked", "false");
    },
  },
];

if (!(await take(window, steps, { series: "practise-" }))) process.exit(1);
