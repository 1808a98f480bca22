// Before anybody signs in: what is going to be asked, and what came of it, in the create form and on Test.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const sizes = { small: { width: 1080, height: 680 }, usual: { width: 1280, height: 800 } };
const headline = testId("preflight-headline");

/** The same page in both themes and at both sizes. */
async function looks(name) {
  for (const [size, theme] of [["small", "light"], ["small", "dark"], ["usual", "dark"], ["usual", "light"]]) {
    await window.resize(sizes[size]);
    await window.dress(theme);
    assert.ok(await window.fits(), `${name} is larger than its window`);
    assert.deepEqual(await window.violations(), []);
    await window.picture(`preflight-${name}-${size}-${theme}`);
  }
}

const window = await start();
const practice = await window.call("practice", {});
const secret = await window.call("reveal_practice_secret", {});

const steps = [
  {
    name: "planned",
    what: "What is typed can be tried before it is created, and the plan comes first",
    async act() {
      await window.visit("/connections/new");
      await window.type("#name", "tried-before");
      await window.type("#discovery-url", practice.issuer);
      await window.waitFor(testId("discovery-result"), "data-state", "found");
      await window.type("#client-id", practice.client_id);
      await window.type("#client-secret", secret);
      await window.press(`//footer${labelled("Before sign-in")}`);
      assert.match(await window.text(headline), /Up to 8 requests to localhost/);
      await looks("planned");
    },
  },
  {
    name: "asked",
    what: "Each value is proven against its control, and what nobody can tell is unknown",
    async act() {
      await window.press(labelled("Ask the provider"));
      await window.find(`//h2[normalize-space(.) = "Nothing is refused"]`);
      await looks("asked");
      await window.press(`//footer${labelled("Create")}`);
      await window.find(tab("Settings"));
    },
  },
  {
    name: "refused",
    what: "A secret that the provider refuses is told before anybody signs in",
    async act() {
      await window.call("set_dial", { name: "secret-rejected", on: true });
      await window.press(tab("Test"));
      await window.press(radio("Before sign-in"));
      await window.press(labelled("Ask the provider"));
      await window.find(`//h2[contains(., "does not take the client’s credential")]`);
      await looks("refused");
      await window.call("set_dial", { name: "secret-rejected", on: false });
    },
  },
];

process.exit((await take(window, steps, { series: "preflight-" })) ? 0 : 1);
