// Inbound SCIM in the real window: turned on, a token, a swap, the mapping, a test that plays the provider, Activity, History, off.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, tab, testId } from "./window.mjs";

const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;
const name = "acme-scim";

async function connect() {
  const { issuer, client_id } = await window.call("practice", {});
  await window.press(labelled("New connection"));
  await window.type("#name", name);
  await window.type("#discovery-url", issuer);
  await window.waitFor(testId("discovery-result"), "data-state", "found");
  await window.type("#client-id", client_id);
  await window.type("#client-secret", await window.call("reveal_practice_secret", {}));
  await window.press(`//footer${labelled("Create")}`);
  await window.waitFor(testId("trial-headline"), "data-state", "none");
}

const steps = [
  {
    name: "on",
    what: "SCIM is turned on after a question, and shows its endpoint",
    async act() {
      await connect();
      await window.press(tab("Provisioning"));
      await window.waitFor(testId("scim"), "aria-checked", "false");
      await window.press(testId("scim"));
      await window.press(dialog(labelled("Turn on")));
      await window.waitFor(testId("scim"), "aria-checked", "true");
      await window.find("#scim-endpoint");
    },
  },
  {
    name: "mapping",
    what: "The mapping loses Entra’s mail, and one click mends it",
    async act() {
      await window.press(labelled("Use the work address"));
      await window.press(labelled("Save SCIM"));
      await window.find('//*[@data-testid="scim-mapping-rows"]');
    },
  },
  {
    name: "token",
    what: "A token is shown once",
    async act() {
      await window.press(labelled("New token…"));
      await window.press(dialog(labelled("Create token")));
      await window.find(testId("new-token"));
    },
  },
  {
    name: "swap",
    what: "A token is swapped while both are good",
    async act() {
      await window.press(labelled("I’ve saved it"));
      await window.press(labelled("Swap…"));
      await window.press(dialog(labelled("Create token")));
      await window.find(testId("new-token"));
    },
  },
  {
    name: "swap-dark",
    what: "The same in the dark",
    act: () => window.dress("dark"),
    after: () => window.dress("light"),
  },
  {
    name: "swap-stopped",
    what: "The swap is stopped, and the new token goes",
    async act() {
      await window.press(labelled("I’ve saved it"));
      await window.press(labelled("Stop the swap…"));
      await window.press(dialog(labelled("Revoke token")));
      await window.find(labelled("New token…"));
    },
  },
  {
    name: "test",
    what: "Lintel plays the provider, and takes back what it made",
    async act() {
      await window.press(labelled("Test provisioning…"));
      await window.press(dialog(labelled("Test provisioning")));
      await window.waitFor(testId("provisioning-test"), "data-state", "passed");
    },
  },
  {
    name: "activity",
    what: "Activity has each of its requests, and one opens",
    async act() {
      await window.visit("/activity");
      await window.press('//button[contains(@class, "who")]');
      await window.find('//aside[@aria-label="The request"]');
    },
  },
  {
    name: "activity-dark",
    what: "The same in the dark",
    act: () => window.dress("dark"),
    after: () => window.dress("light"),
  },
  {
    name: "off",
    what: "SCIM is turned off once its tokens were named, and History has it",
    async act() {
      const { rows } = await window.call("list_connections", { from: null });
      const { id } = rows.find((row) => row.name === name);
      await window.visit(`/connections/${id}/provisioning`);
      await window.waitFor(testId("scim"), "aria-checked", "true");
      await window.press(testId("scim"));
      await window.find(dialog('//*[contains(., "and the provider is refused")]'));
      await window.press(dialog(labelled("Turn off")));
      await window.waitFor(testId("scim"), "aria-checked", "false");
      await window.visit(`/connections/${id}/history`);
      await window.find('//button[contains(., "SCIM turned off")]');
      const entries = await window.call("history", { connectionId: id });
      assert.equal(entries.filter((entry) => entry.kind === "scim").length, 3);
    },
  },
];

process.exit((await take(window, steps, { series: "scim-" })) ? 0 : 1);
