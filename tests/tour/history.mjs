// What happened elsewhere, in the real window: on a tenant that another program serves, a connection changes and goes while it is open.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const data = await mkdtemp(join(tmpdir(), "lintel-elsewhere-"));
const elsewhere = await serve(data, { port: 0, key: "a key that only the tour knows" });
const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;
const inFront = (name) => window.find(`//button[starts-with(@aria-label, "Tenant: ${name},")]`);
const row = (text) => `//*[contains(@class, "log__row")][contains(., "${text}")]`;

/** The one connection, as the tenant holds it. */
const held = async () => (await elsewhere.api("connections?strategy=oidc"))[0];

/** Changes its scopes past Lintel. */
async function rescope(scope) {
  const { id, display_name, options } = await held();
  await elsewhere.api(`connections/${id}`, { method: "PATCH", body: JSON.stringify({ display_name, options: { ...options, scope } }) });
}

/** Nothing is wrong with what is shown, in light and in dark; a picture of the dark one. */
async function sound(name) {
  for (const theme of ["light", "dark"]) {
    await window.dress(theme);
    assert.deepEqual(await window.violations(), [], theme);
  }
  await window.picture(`history-dark-${name}`);
  await window.dress("light");
}

const steps = [
  {
    name: "switched",
    what: "History says for which application a connection was enabled, and as which client",
    async act() {
      await window.visit("/tenants/connect");
      await window.type("#access-domain", elsewhere.url);
      await window.type("#access-client-id", elsewhere.client_id);
      await window.type("#access-secret", elsewhere.client_secret);
      await window.type("#access-name", "Staging");
      await window.press(labelled("Check credentials"));
      await window.find(".scopes");
      await window.press(`//footer${labelled("Connect")}`);
      await inFront("Staging");
      const { issuer, client_id } = await window.call("practice", {});
      await window.press(labelled("New connection"));
      await window.type("#name", "lab-practice");
      await window.type("#discovery-url", issuer);
      await window.waitFor(testId("discovery-result"), "data-state", "found");
      await window.type("#client-id", client_id);
      await window.type("#client-secret", await window.call("reveal_practice_secret", {}));
      await window.press(`//footer${labelled("Create")}`);
      await window.press(tab("Applications"));
      await window.turn('[role="switch"][aria-label*="Sample application"]', true);
      await window.press(tab("History"));
      await window.press(row("Enabled for Sample application"));
      await window.find(`//aside//code[normalize-space(.)="${elsewhere.client_id}"]`);
    },
  },
  {
    name: "elsewhere",
    what: "What another program changed is in the history, as seen",
    async act() {
      await window.press(tab("Test"));
      await rescope("openid email groups");
      await window.press(tab("History"));
      await window.press(row("Scopes changed elsewhere"));
      assert.match(await window.text("aside.log__side"), /Seen on .*Not by Lintel; the API does not say who/s);
      await sound("elsewhere");
    },
  },
  {
    name: "restore",
    what: "A restore is reviewed against what the tenant holds now, and names the tenant",
    async act() {
      await window.press(labelled("Restore the state before"));
      assert.match(await window.text(dialog("")), /Restore the state before.*On .*Staging, localhost:.*Scopes/s);
      await sound("restore");
    },
  },
  {
    name: "moved",
    what: "A connection that moves under the review is shown again, and nothing is written",
    async act() {
      await rescope("openid address");
      await window.press(dialog(labelled("Restore 1 field")));
      await window.find('//*[contains(., "It changed on the tenant since you looked: Scopes")]');
      assert.equal((await held()).options.scope, "openid address");
      await sound("moved");
    },
  },
  {
    name: "restored",
    what: "What is ticked of what is shown comes back, and the entry says of what",
    async act() {
      await window.press(dialog('//input[@type="checkbox"]'));
      await window.press(dialog(labelled("Restore 1 field")));
      await window.press(row("Earlier state brought back: Scopes"));
      assert.match(await window.text("aside.log__side"), /It brought back the state before “Scopes changed elsewhere”/);
      assert.equal((await held()).options.scope, "openid profile email");
    },
  },
  {
    name: "narrow",
    what: "In the smallest window the differences are read without a break within a word",
    async act() {
      const { id, display_name, options } = await held();
      const domains = ["acme.example", "engineering.acme.example", "xn--bcher-kva.example"];
      await elsewhere.api(`connections/${id}`, { method: "PATCH", body: JSON.stringify({ display_name, options: { ...options, domain_aliases: domains } }) });
      await window.press(tab("Test"));
      await window.press(tab("History"));
      await window.press(row("Identity provider domains changed elsewhere"));
      await window.picture("history-wide");
      await window.resize({ width: 1080, height: 680 });
    },
    after: () => window.resize({ width: 1280, height: 800 }),
  },
  {
    name: "again",
    what: "A conflict that changes under the question says so, and asks for that once more",
    async act() {
      await window.press(tab("Settings"));
      await window.type("#scope", "phone ");
      await rescope("openid email");
      await window.press(labelled("Save Changes"));
      await window.press(dialog(radio("On the tenant")));
      await rescope("openid address");
      await window.press(dialog(labelled("Save merged changes")));
      await window.find('//*[contains(., "It changed again: Scopes")]');
      assert.equal(await window.attribute(dialog(`${radio("On the tenant")}/input`), "checked"), null);
      await sound("again");
    },
    async after() {
      await window.press(dialog(radio("Yours")));
      await window.press(dialog(labelled("Save merged changes")));
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "gone",
    what: "A connection that was deleted elsewhere is told so at the save, with what becomes of it",
    async act() {
      await window.type("#display-name", "Lab");
      await elsewhere.api(`connections/${(await held()).id}`, { method: "DELETE" });
      await window.press(labelled("Save Changes"));
      assert.match(await window.text(dialog("")), /lab-practice was deleted on the tenant.*Seen at.*3 domains.*Enable it for Sample application again/s);
      await sound("gone");
    },
  },
  {
    name: "made-again",
    what: "It is made again as the form says, and enabled as it was",
    async act() {
      await window.press(dialog(labelled("Create it again with these values")));
      await window.find('//h1[contains(., "lab-practice")]');
      await window.until(async () => (await held())?.display_name === "Lab", "it was not made again");
      const { id, options } = await held();
      assert.match(options.scope, /phone/);
      assert.equal(options.domain_aliases.length, 3);
      await window.until(async () => (await elsewhere.api(`connections/${id}/clients`)).clients.length === 1, "it is not enabled");
    },
    async after() {
      await window.press('button[aria-label^="Tenant:"]');
      await window.press('//*[@role="menuitem"][contains(., "Local tenant")]');
      await inFront("Local tenant");
      const { tenants } = await window.call("desk", {});
      await window.call("remove_tenant", { id: tenants.find((one) => one.name === "Staging").id, typedName: "Staging" });
    },
  },
];

let passed = false;
try {
  passed = await take(window, steps, { series: "history-" });
} finally {
  elsewhere.stop();
  await rm(data, { recursive: true, force: true });
}
process.exit(passed ? 0 : 1);
