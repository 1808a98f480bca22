// A provider that sends nobody back: the page where it stopped, in the real window; and a failed test that is mended by one press.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, testId } from "./window.mjs";

const sizes = {
  small: { width: 1080, height: 680 },
  usual: { width: 1280, height: 800 },
};
const window = await start();
const practice = await window.call("practice", {});
const secret = await window.call("reveal_practice_secret", {});
const again = `//header[contains(@class, "result")]//button[starts-with(normalize-space(.), "Test")]`;
const headline = (state) =>
  window.waitFor(testId("trial-headline"), "data-state", state);
const signIn = () =>
  window.inSecondWindow(() =>
    window.pressAndLeave('[aria-label^="Sign in as"]'),
  );

async function create(name, client) {
  await window.visit("/connections/new");
  await window.type("#name", name);
  await window.type("#discovery-url", practice.issuer);
  await window.waitFor(testId("discovery-result"), "data-state", "found");
  await window.type("#client-id", client);
  await window.type("#client-secret", secret);
  await window.press(`//footer${labelled("Create")}`);
  await headline("none");
}

/** The same page in both themes and at both sizes. */
async function looks(name) {
  for (const size of ["small", "usual"]) {
    for (const theme of ["light", "dark"]) {
      await window.resize(sizes[size]);
      await window.dress(theme);
      assert.ok(await window.fits(), `${name} is larger than its window`);
      assert.deepEqual(await window.violations(), []);
      await window.picture(`pages-${name}-${size}-${theme}`);
    }
  }
  await window.resize(sizes.usual);
  await window.dress("light");
}

const steps = [
  {
    name: "waiting",
    what: "While the window stands on a page that leads nowhere, the test says which and what it says",
    async act() {
      await create("pages-stopped", `${practice.client_id}-of-another`);
      await window.press(again);
      await window.inSecondWindow(async () => {
        await window.find('//h1[contains(., "Unknown client")]');
        await window.toMain();
        await window.find(
          `//header[contains(@class, "result")]//p[contains(., "It shows")]`,
        );
        await window.picture("pages-waiting");
        await window.press(labelled("Cancel"));
      });
    },
  },
  {
    name: "stopped",
    what: "The test fails by what the page says, and shows it",
    async act() {
      await headline("failed");
      const page = await window.text(".stopped");
      assert.match(page, new RegExp(new URL(practice.issuer).host));
      assert.match(page, /Unknown client/);
      assert.match(page, /Read at/);
      assert.equal(await window.text(".stopped mark"), "Unknown client");
      await looks("stopped");
      await window.show(".stopped");
      await looks("stopped-page");
    },
  },
  {
    name: "fixed",
    what: "What is wrong in the connection is saved as one field and tested, by one press",
    async act() {
      await create("pages-fixed", practice.client_id);
      const { rows } = await window.call("list_connections", { from: null });
      const { id, revision, form } = await window.call("connection", { id: rows.find((row) => row.name === "pages-fixed").id });
      const edit = { id, revision, form: { ...form, id_token_algs: ["ES256"] } };
      await window.call("save_connection", { edit, decisions: { seen: null, mine: [], theirs: [], share_domains: false } });
      await window.visit("/connections");
      await window.visit(`/connections/${id}/test`);
      await window.press(again);
      await signIn();
      await headline("failed");
      await window.find(labelled("Allow RS256"));
      await looks("fix");
      await window.press(labelled("Fix it and test again"));
      await signIn();
      await headline("passed");
    },
  },
];

if (!(await take(window, steps, { series: "pages-" }))) process.exit(1);
