// A tenant with many connections in the real window: listed at once, found, changed together, taken back, deleted. TOUR_MANY says
// how many.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled } from "./window.mjs";

const total = Number(process.env.TOUR_MANY || 300);
const dialog = (rest) => `//dialog[@open]${rest}`;
const status = (text) => `//footer//*[@role="status"][contains(., "${text}")]`;

const served = await serve(process.env.LINTEL_DATA);
try {
  const options = { type: "front_channel", client_id: "many", issuer: "https://id.example", authorization_endpoint: "https://id.example/authorize", jwks_uri: "https://id.example/keys", scope: "openid" };
  for (let number = 1; number <= total; number += 1) await served.api("connections", { method: "POST", body: JSON.stringify({ name: `many-${number}`, strategy: "oidc", options }) });
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
      await window.press(labelled("Show as button"));
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
];

process.exit((await take(window, steps, { series: "many-" })) ? 0 : 1);
