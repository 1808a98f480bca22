// A tenant with many connections in the real window: listed at once, found, changed together, taken back, deleted. TOUR_MANY says
// how many. Then a token with many claims.
import assert from "node:assert/strict";
import { provide } from "./provider.mjs";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const total = Number(process.env.TOUR_MANY || 300);
const dialog = (rest) => `//dialog[@open]${rest}`;
const status = (text) => `//footer//*[@role="status"][contains(., "${text}")]`;

const groups = Array.from({ length: 300 }, (_, number) => `group-${number + 1}`);
const claims = Object.fromEntries(Array.from({ length: 1000 }, (_, number) => [`claim_${number + 1}`, `the value of claim ${number + 1}`]));
const provider = await provide({ name: "Bea Groß", email: "bea@big.example", groups, ...claims });
const { issuer } = provider;
const seen = '[data-testid="trial-step-id_token"] .claims tbody tr';

const served = await serve(process.env.LINTEL_DATA);
try {
  const options = { type: "front_channel", client_id: "many", issuer: "https://id.example", authorization_endpoint: "https://id.example/authorize", jwks_uri: "https://id.example/keys", scope: "openid" };
  for (let number = 1; number <= total; number += 1) await served.api("connections", { method: "POST", body: JSON.stringify({ name: `many-${number}`, strategy: "oidc", options }) });
  const { authorization_endpoint, token_endpoint, jwks_uri } = provider.metadata();
  const big = { type: "back_channel", client_id: "big", client_secret: "a-secret", discovery_url: `${issuer}/.well-known/openid-configuration`, issuer, authorization_endpoint, token_endpoint, jwks_uri, scope: "openid" };
  await served.api("connections", { method: "POST", body: JSON.stringify({ name: "big-token", strategy: "oidc", options: big }) });
} finally {
  await served.stop();
}

const before = performance.now();
const window = await start();
const all = () => window.every("list_connections", (page) => page.rows, (page) => page.next);
const held = async () => (await all()).filter(({ name }) => name.startsWith("many-"));

const steps = [
  {
    name: "listed",
    what: `${total} connections are listed`,
    async act() {
      await window.find('[data-testid^="connection-row-many-"]');
      const first = performance.now() - before;
      await window.find(`//button[starts-with(normalize-space(.), "Front Channel ${total.toLocaleString("en")}")]`);
      const last = performance.now() - before;
      console.log(`   the first after ${Math.round(first)} ms, all after ${Math.round(last)} ms, with the start of the program`);
      assert.equal((await held()).length, total);
    },
  },
  {
    name: "found",
    what: "The palette finds one of them by its name",
    async act() {
      await window.keys(["Control", "k"]);
      await window.type('[role="combobox"]', `many-${total}`);
      await window.find(dialog(`//*[@role="option"][@aria-selected="true"][contains(., "many-${total}")]`));
    },
    after: () => window.keys(["Escape"]),
  },
  {
    name: "rows",
    what: "The keyboard goes to the last of them and back, and the row with the focus stays",
    async act() {
      await window.keys("/", "ArrowDown", "End");
      await window.find(`tr[aria-rowindex="${(await all()).length + 1}"] a:focus`);
      await window.keys("Home");
      await window.find('tr[aria-rowindex="2"] a:focus');
    },
  },
  {
    name: "shown",
    what: "All that the search finds are shown as a button",
    async act() {
      await window.type('[type="search"]', "many-");
      await window.press('[aria-label="Connections"] thead input');
      await window.press('[aria-label="More for the selected connections"]');
      await window.press('//*[@role="menuitem"][contains(., "Show as button")]');
      await window.find(status(`${total} connections shown as a button`), 120_000);
      assert.ok((await held()).every((row) => row.show_as_button));
    },
  },
  {
    name: "undone",
    what: "They are as they were",
    async act() {
      await window.press(labelled("Undo"));
      await window.find(status(`${total} connections no longer shown`), 120_000);
      assert.ok(!(await held()).some((row) => row.show_as_button));
    },
    after: () => window.press('[aria-label="Dismiss"]'),
  },
  {
    name: "export",
    what: "Before they are exported, each format says what it cannot hold of them",
    async act() {
      await window.press(labelled("Export…"));
      await window.find(dialog(labelled(`Export ${total} connections…`)), 60_000);
      await window.press(dialog(radio("auth0-deploy-cli, YAML")));
      await window.find(dialog(`//li[contains(., "All ${total} connections")]`));
    },
    async after() {
      const size = await window.size();
      await window.resize({ width: 1080, height: 680 });
      for (const theme of ["light", "dark"]) {
        await window.dress(theme);
        await window.press(dialog(radio("auth0-deploy-cli, folder")));
        await window.picture(`many-export-narrow-${theme}`);
      }
      await window.dress("light");
      await window.press(dialog(labelled("Cancel")));
      await window.picture("many-selected-narrow");
      await window.resize(size);
    },
  },
  {
    name: "deleted",
    what: "They are deleted once their number is typed",
    async act() {
      await window.press(labelled("Delete…"));
      await window.type("#bulk-typed", String(total));
      await window.press(dialog(labelled(`Delete ${total} connections`)));
      await window.find(status(`${total} connections deleted`), 120_000);
      assert.deepEqual(await held(), []);
    },
  },
  {
    name: "big-token",
    what: "A token with a thousand claims and three hundred groups is folded",
    async act() {
      const { rows } = await window.call("list_connections", { from: null });
      await window.visit(`/connections/${rows.find((row) => row.name === "big-token").id}/test`);
      const clicked = performance.now();
      await window.press(`//header[contains(@class, "result")]${labelled("Test login")}`);
      await window.waitFor(testId("trial-headline"), "data-state", "passed");
      await window.find(seen);
      console.log(`   the whole test took ${Math.round(performance.now() - clicked)} ms`);
      assert.equal(await window.count(seen), 24);
      await window.show('[data-testid="trial-step-id_token"]');
    },
  },
  {
    name: "big-token-found",
    what: "Its claims are found by name and value",
    async act() {
      const typed = performance.now();
      await window.type('[data-testid="trial-step-id_token"] [type="search"]', "group-299");
      await window.until(async () => (await window.count(seen)) === 1, "the group is not found");
      console.log(`   found after ${Math.round(performance.now() - typed)} ms, with the typing`);
      assert.match(await window.text(seen), /group-299.*300 values/s);
      await window.press('[data-testid="trial-step-id_token"] .long__more button');
    },
    async after() {
      const size = await window.size();
      await window.resize({ width: 1080, height: 680 });
      await window.picture("many-big-token-narrow");
      await window.resize(size);
    },
  },
  {
    name: "big-token-whole",
    what: "All thousand are shown on request",
    async act() {
      await window.type('[data-testid="trial-step-id_token"] [type="search"]', "claim_");
      await window.until(async () => (await window.count(seen)) === 24, "the claims are not found");
      const pressed = performance.now();
      await window.press('[data-testid="trial-step-id_token"] .folded__rest button');
      await window.find(`${seen}:nth-child(1000)`);
      console.log(`   all drawn after ${Math.round(performance.now() - pressed)} ms`);
      await window.press('[data-testid="trial-step-id_token"] .folded__rest button');
    },
  },
  {
    name: "big-token-mapping",
    what: "The preview of the mapping folds them as well, and finds one",
    async act() {
      await window.press(tab("Settings"));
      await window.type('.mapper__preview [type="search"]', "claim 777");
      await window.until(async () => (await window.count(".maptable tbody tr")) === 1, "the claim is not found");
      await window.show(".mapper__preview");
    },
  },
];

const passed = await take(window, steps, { series: "many-" });
provider.stop();
process.exit(passed ? 0 : 1);
