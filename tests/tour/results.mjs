// What tests leave behind: after a restart, since a change, beside a cancelled test, and from before the creation.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, tab, testId } from "./window.mjs";

const sizes = { small: { width: 1080, height: 680 }, usual: { width: 1280, height: 800 } };
const again = `//header[contains(@class, "result")]//button[starts-with(normalize-space(.), "Test")]`;
const badge = `//header[contains(@class, "head")]//*[contains(@class, "badge")]`;
const signIn = () => window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
const headline = (state) => window.waitFor(testId("trial-headline"), "data-state", state);

/** The same page in both themes and at both sizes. */
async function looks(name) {
  for (const [size, theme] of [["small", "light"], ["small", "dark"], ["usual", "dark"]]) {
    await window.resize(sizes[size]);
    await window.dress(theme);
    assert.ok(await window.fits(), `${name} is larger than its window`);
    assert.deepEqual(await window.violations(), []);
    await window.picture(`results-${name}-${size}-${theme}`);
  }
  await window.resize(sizes.usual);
  await window.dress("light");
}

let window = await start();
const practice = await window.call("practice", {});
const secret = await window.call("reveal_practice_secret", {});

const steps = [
  {
    name: "draft-tested",
    what: "A connection is tested before it is created, and the test is its own",
    async act() {
      await window.visit("/connections/new");
      await window.type("#name", "kept-results");
      await window.type("#discovery-url", practice.issuer);
      await window.waitFor(testId("discovery-result"), "data-state", "found");
      await window.type("#client-id", practice.client_id);
      await window.type("#client-secret", secret);
      await window.press(`//footer${labelled("Test login")}`);
      await signIn();
      await headline("passed");
      await window.press(`//footer${labelled("Create")}`);
      await window.find(tab("Settings"));
      await headline("passed");
      assert.match(await window.text(badge), /Login works/);
      await window.find(testId("trial-step-discovery"));
    },
  },
  {
    name: "changed",
    what: "Once other settings are saved, the badge and the test say which",
    async act() {
      await window.press(tab("Settings"));
      await window.press('[aria-label="Remove email"]');
      await window.press(labelled("Save Changes"));
      await window.find(`${badge}[contains(., "Changed since the last test")]`);
      await looks("changed-settings");
      await window.press(tab("Test"));
      assert.match(await window.text(".result__stale"), /Changed since the last test.*Scopes: saved otherwise/s);
      await looks("changed");
    },
  },
  {
    name: "discovery",
    what: "Discovery says what was read and where from",
    async act() {
      await window.press(`${testId("trial-step-discovery")} summary`);
      assert.match(await window.text(testId("trial-step-discovery")), /read from.*openid-configuration.*issuer.*jwks/s);
    },
  },
  {
    name: "cancelled",
    what: "A cancelled test says how far it was, beside the last result",
    async act() {
      await window.press(again);
      await window.press(labelled("Cancel"));
      await headline("ended");
      assert.match(await window.text(".result"), /You cancelled the test\. It had run for .*The last result: Login works/s);
      await looks("cancelled");
      await window.press(labelled("Show it"));
      await headline("passed");
    },
  },
  {
    name: "failed",
    what: "A failed test says its sentence once, and reports it to the provider's administrator",
    async act() {
      await window.press(`${testId("dials-id-token")} > summary`);
      await window.turn(testId("dial-wrong-issuer"), true);
      await window.press(again);
      await signIn();
      await headline("failed");
      const sentence = await window.text('[aria-label="Diagnosis"] .dx__part p');
      const page = await window.text(".tabpanel");
      assert.equal(page.split(sentence).length, 2, `“${sentence}” stands there more than once`);
      await looks("failed");
      await window.press(labelled("Copy report for the provider’s admin"));
      await window.find('//*[@aria-label="Diagnosis"]//button[contains(., "Copied")]');
    },
    after: () => window.turn(testId("dial-wrong-issuer"), false),
  },
];

if (!(await take(window, steps, { series: "results-" }))) process.exit(1);

window = await start();
const afterwards = [
  {
    name: "list-after-restart",
    what: "After a restart the list says what was so",
    async act() {
      const row = await window.text(testId("connection-row-kept-results"));
      assert.doesNotMatch(row, /Never/);
      await window.find(`${testId("connection-row-kept-results")} [aria-label="Last test failed"]`);
      await looks("list");
    },
  },
  {
    name: "page-after-restart",
    what: "And so do the page and its test, with its steps and those before it",
    async act() {
      await window.press('//a[contains(., "kept-results")]');
      await window.find(`${badge}[contains(., "Last test failed")]`);
      await window.press(tab("Test"));
      await headline("failed");
      await window.find(testId("trial-step-id_token"));
      assert.match(await window.text('[aria-label="Kept tests"]'), /3 of 50/);
      await looks("after-restart");
    },
  },
  {
    name: "judged",
    what: "The failed one would pass with the issuer that came, and the provider is not asked",
    async act() {
      await window.press('//summary[contains(., "Judge it again")]');
      await window.write("#judge-issuer", `${practice.issuer.replace(/\/$/, "")}/v2.0`);
      await window.find('//b[contains(., "Login would work")]');
      await window.show(".judge__foot");
      await looks("judged");
    },
  },
  {
    name: "compared",
    what: "Two of them beside each other, by what differs",
    async act() {
      const boxes = '(//aside[@aria-label="Kept tests"]//label[contains(., "Compare the test")]//input)';
      await window.press(`${boxes}[1]`);
      await window.press(`${boxes}[3]`);
      await window.find('//p[contains(., "facts differ between the two tests")]');
      await looks("compared");
      await window.press(labelled("Close"));
      await headline("failed");
    },
  },
  {
    name: "forgotten",
    what: "A person is forgotten, and what is not reached is said",
    async act() {
      await window.press(labelled("Forget a person"));
      await window.type("#forget-person", "ada@example.com");
      await looks("forget");
      await window.press('//dialog//button[normalize-space(.) = "Forget"]');
      await window.find('//*[contains(., "stays under Users")]');
      await looks("forgot");
      await window.press('//dialog//button[normalize-space(.) = "Close"]');
    },
  },
];
process.exit((await take(window, afterwards, { series: "results-again-" })) ? 0 : 1);
