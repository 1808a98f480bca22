// “Show as request” in the real window: before a creation and before a save, in other languages, and in History for what was sent.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, tab, testId } from "./window.mjs";

const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;
const language = (name) => dialog(`//*[@role="tab"][normalize-space(.)="${name}"]`);
const program = dialog('//*[@role="tabpanel"]');
const secret = () => window.call("reveal_practice_secret", {});

/** Nothing is wrong with what is shown, in the smallest window, in light and in dark; a picture of the dark one. */
async function sound(name) {
  await window.resize({ width: 1080, height: 680 });
  for (const theme of ["light", "dark"]) {
    await window.dress(theme);
    assert.deepEqual(await window.violations(), [], theme);
  }
  await window.picture(`as-code-dark-${name}`);
  await window.dress("light");
  await window.resize({ width: 1280, height: 800 });
}

const steps = [
  {
    name: "creation",
    what: "What Create would send, with a placeholder for the secret and for the token",
    async act() {
      const { issuer, client_id } = await window.call("practice", {});
      await window.press(labelled("New connection"));
      await window.type("#name", "as-code");
      await window.type("#discovery-url", issuer);
      await window.waitFor(testId("discovery-result"), "data-state", "found");
      await window.type("#client-id", client_id);
      await window.type("#client-secret", await secret());
      await window.press(`//footer${labelled("Show as request")}`);
      await window.press(language("Python"));
      const shown = await window.text(program);
      assert.match(shown, /http\.client.*IDP_CLIENT_SECRET.*MGMT_API_ACCESS_TOKEN/s);
      assert.ok(!shown.includes(await secret()));
      await sound("creation");
    },
  },
  {
    name: "save",
    what: "What Save Changes would send, in the language that was chosen last",
    async act() {
      await window.press(dialog('//button[@aria-label="Close"]'));
      await window.press(`//footer${labelled("Create")}`);
      await window.press(tab("Settings"));
      await window.type("#display-name", "As code");
      await window.press(labelled("Show as request"));
      assert.match(await window.text(program), /http\.client.*PATCH/s);
    },
  },
  {
    name: "sent",
    what: "What was sent, in History",
    async act() {
      await window.press(dialog('//button[@aria-label="Close"]'));
      await window.press(labelled("Save Changes"));
      await window.find('[role="status"].ok');
      await window.press(tab("History"));
      await window.press(labelled("Show as request"));
      await window.press(language("curl"));
      assert.match(await window.text(program), /--request PATCH.*"As code"/s);
      await sound("sent");
    },
  },
];

process.exit((await take(window, steps, { series: "as-code-" })) ? 0 : 1);
