// Connections are brought from one tenant to another in the real window: planned, asked about, written, cut off in the middle and gone
// on with. Then a file with sealed secrets is imported, and one that ends too early is refused.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before } from "./gate.mjs";
import { provide } from "./provider.mjs";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled, testId } from "./window.mjs";

const dialog = (rest) => `//dialog[@open]${rest}`;
const part = (name, rest) => `//section[@aria-label="${name}"]${rest}`;
const inFront = (name) => window.find(`//button[starts-with(@aria-label, "Tenant: ${name},")]`);

const folder = await mkdtemp(join(tmpdir(), "lintel-promote-"));
const provider = await provide({ name: "Bea Groß", email: "bea@acme.example" });
const { authorization_endpoint, token_endpoint, jwks_uri } = provider.metadata();
const options = { discovery_url: `${provider.issuer}/.well-known/openid-configuration`, issuer: provider.issuer, authorization_endpoint, token_endpoint, jwks_uri, scope: "openid profile email" };

const served = await serve(process.env.LINTEL_DATA);
try {
  const post = (what, body) => served.api(what, { method: "POST", body: JSON.stringify(body) });
  const kiosk = await post("clients", { name: "Kiosk", app_type: "spa" });
  const back = { ...options, type: "back_channel", client_id: "staging-client", client_secret: "a-staging-secret", domain_aliases: ["acme.example"] };
  const acme = await post("connections", { name: "acme-partner", display_name: "Acme", strategy: "oidc", options: back });
  await post("connections", { name: "globex-partner", display_name: "Globex", strategy: "oidc", options: { ...options, type: "front_channel", client_id: "staging-globex" } });
  await served.api(`connections/${acme.id}/clients`, { method: "PATCH", body: JSON.stringify([{ client_id: kiosk.client_id, status: true }]) });
} finally {
  await served.stop();
}

const live = await serve(await mkdtemp(join(folder, "live-")), { port: 0, key: "a key that only the tour knows" });
const gate = await before(live);
const window = await start();

/** Pictures in light and dark, wide and narrow; axe finds nothing in any. */
async function inEveryLook(name) {
  const size = await window.size();
  for (const [look, box] of [["wide", size], ["narrow", { width: 1080, height: 680 }]]) {
    await window.resize(box);
    for (const theme of ["light", "dark"]) {
      await window.dress(theme);
      await window.picture(`promote-${name}-${look}-${theme}`);
      assert.deepEqual(await window.violations(), [], `${name}, ${look}, ${theme}`);
      assert.ok(await window.fits(), await window.sizes());
    }
  }
  await window.dress("light");
  await window.resize(size);
}

const idOf = async (name) => (await window.call("desk", {})).tenants.find((one) => one.name === name).id;

async function open(name) {
  await window.press('button[aria-label^="Tenant:"]');
  await window.press(`//*[@role="menuitem"][contains(., "${name}")]`);
  await inFront(name);
}

/** What the tenant that is brought to holds. */
const held = async () => (await live.api("connections?strategy=oidc")).map(({ name }) => name).sort();

/** Answers a question of a plan, and waits until it is planned again. */
async function answer(name, about, text) {
  const input = part(name, `//label[.="${about} of ${name}"]/following-sibling::*//input`);
  await window.type(input, text);
  await window.press(part(name, `//form[label[.="${about} of ${name}"]]${labelled("Use it")}`));
  await window.until(async () => (await window.count(input)) === 0, `${about} of ${name} is still asked`);
  await window.find(testId("plan-summary"));
}

const steps = [
  {
    name: "production",
    what: "A tenant where people work is added, and marked",
    async act() {
      await window.visit("/tenants/connect");
      await window.type("#access-domain", gate.url);
      await window.type("#access-client-id", live.client_id);
      await window.type("#access-secret", live.client_secret);
      await window.type("#access-name", "Live");
      await window.press(labelled("Check credentials"));
      await window.find(".scopes");
      await window.press(`//footer${labelled("Connect")}`);
      await inFront("Live");
      await window.visit("/tenants");
      await window.press(`//*[@data-testid="tenant-Live"]${labelled("Options…")}`);
      await window.press(testId("tenant-production"));
      await window.press(dialog(labelled("Save")));
      await window.find('//button[starts-with(@aria-label, "Tenant: Live, Production")]');
    },
  },
  {
    name: "start",
    what: "Connections come from another tenant or from a file",
    async act() {
      await window.visit("/promote");
      await window.find(labelled("Import a file…"));
      await inEveryLook("start");
    },
  },
  {
    name: "chosen",
    what: "Two connections of the local tenant are to be brought there",
    async act() {
      await open("Local tenant");
      await window.visit("/connections");
      for (const name of ["acme-partner", "globex-partner"]) await window.press(`//tr[.//a[contains(., "${name}")]]//input[@type="checkbox"]`);
      await window.press(labelled("Promote to…"));
      await window.choose("#promote-to", await idOf("Live"));
    },
    after: () => window.press(dialog(labelled("Plan"))),
  },
  {
    name: "plan",
    what: "The plan shows what would change, and asks what only a person knows",
    async act() {
      await inFront("Live");
      await window.find(testId("plan-summary"));
      assert.match(await window.text(testId("plan-summary")), /0 to create.*2 blocked/);
      await inEveryLook("plan");
    },
  },
  {
    name: "answered",
    what: "The questions are answered in their places, the secret out of sight",
    async act() {
      await window.choose('[aria-label="Application for Kiosk"]', "-");
      await window.until(async () => (await window.count('[aria-label="Application for Kiosk"]')) === 0, "Kiosk is still asked for");
      await answer("acme-partner", "Value of /options/client_id", "live-client");
      await answer("acme-partner", "Client Secret", "a-live-secret");
      await answer("globex-partner", "Value of /options/client_id", "live-globex");
      assert.match(await window.text(testId("plan-summary")), /2 to create/);
      assert.ok(!(await window.text("main")).includes("a-live-secret"));
      await inEveryLook("answered");
    },
  },
  {
    name: "command",
    what: "The command line does the same",
    async act() {
      await window.press(labelled("As command"));
      const shown = await window.text(dialog(""));
      assert.match(shown, /lintel connections promote .*--from 'Local tenant' --to Live --answers answers\.json --secret/);
      assert.ok(!shown.includes("a-live-secret"));
      await inEveryLook("command");
    },
    after: () => window.press(dialog('//button[@aria-label="Close"]')),
  },
  {
    name: "request",
    what: "What will be sent is shown before it is",
    async act() {
      await window.press(part("acme-partner", labelled("Show as request")));
      assert.match(await window.text(dialog('//*[@role="tabpanel"]')), /acme-partner/);
      assert.deepEqual(await held(), []);
    },
    after: () => window.press(dialog('//button[@aria-label="Close"]')),
  },
  {
    name: "confirm",
    what: "In production the tenant's name is typed first",
    async act() {
      await window.press(`//footer${labelled("Apply in production…")}`);
      await window.type("#production-name", "Live");
      await inEveryLook("confirm");
    },
  },
  {
    name: "stopped",
    what: "The network ends in the middle: what was written is known, and nothing else was",
    async act() {
      gate.endAfter("POST", "/api/v2/connections");
      await window.press(dialog(labelled("Apply in production")));
      await window.find(`//footer${labelled("Go on")}`, 120_000);
      assert.deepEqual(await held(), ["acme-partner"]);
      await inEveryLook("stopped");
    },
  },
  {
    name: "done",
    what: "It goes on from there, and what is held is read back",
    async act() {
      gate.open();
      await window.press(`//footer${labelled("Go on")}`);
      await window.find('//*[@role="status"][contains(., "Done: 2 connections")]', 60_000);
      assert.deepEqual(await held(), ["acme-partner", "globex-partner"]);
      await window.find('//*[contains(., "Read back: it is as it was meant.")]');
      await inEveryLook("done");
    },
  },
  {
    name: "again",
    what: "A second time nothing is asked and nothing is left to do",
    async act() {
      await window.visit("/promote?from=local&connection=acme-partner&connection=globex-partner");
      await window.find(part("acme-partner", '//*[contains(., "As last time")]'));
      assert.match(await window.text(testId("plan-summary")), /2 the same/);
      await inEveryLook("again");
    },
  },
  {
    name: "sealed",
    what: "A file with sealed secrets asks for its passphrase, and a wrong one loses nothing",
    async act() {
      const env = { ...process.env, LINTEL_PASSPHRASE: "open sesame", LIVE_DOMAIN: live.url, LIVE_CLIENT_ID: live.client_id, LIVE_CLIENT_SECRET: live.client_secret };
      execFileSync(process.env.LINTEL, ["connections", "export", "--tenant", "env:LIVE", "--secrets", "sealed", "--to", join(folder, "live.json")], { env, stdio: "pipe" });
      await open("Local tenant");
      await window.visit(`/promote?file=${encodeURIComponent(join(folder, "live.json"))}`);
      await window.type("#passphrase", "close sesame");
      await window.press(labelled("Open"));
      await window.find("#passphrase-error");
      await window.find(testId("planned-acme-partner"));
      await inEveryLook("sealed");
      await window.type("#passphrase", "open sesame");
      await window.press(labelled("Open"));
      await window.until(async () => (await window.count("#passphrase")) === 0, "the passphrase is still asked for");
    },
  },
  {
    name: "cut-off",
    what: "A file that ends too early says so, and another can be chosen",
    async act() {
      const text = await readFile(join(folder, "live.json"), "utf8");
      await writeFile(join(folder, "cut.json"), text.slice(0, text.length / 2));
      await window.visit(`/promote?file=${encodeURIComponent(join(folder, "cut.json"))}`);
      assert.match(await window.text('[role="alert"]'), /Nothing was taken from the file.*ends in the middle/s);
      await window.find(labelled("Import a file…"));
      await inEveryLook("cut-off");
    },
  },
  {
    name: "menu",
    what: "The list of connections has it as well",
    async act() {
      await window.visit("/connections");
      await window.press('[aria-label="Import connections"]');
      await window.find('//*[@role="menuitem"][contains(., "Import a folder…")]');
    },
    async after() {
      await window.keys(["Escape"]);
      await window.call("remove_tenant", { id: await idOf("Live"), typedName: "Live" });
    },
  },
];

/** The parts that come after count what they find. */
async function tidy() {
  const served = await serve(process.env.LINTEL_DATA);
  const drop = async (what, id) => {
    for (const one of await served.api(what)) if (["Kiosk", "acme-partner", "globex-partner"].includes(one.name)) await served.api(`${what}/${id(one)}`, { method: "DELETE" });
  };
  await drop("connections", ({ id }) => id);
  await drop("clients", ({ client_id }) => client_id);
  await served.stop();
}

let passed = false;
try {
  passed = await take(window, steps, { series: "promote-" });
  await tidy();
} finally {
  gate.stop();
  provider.stop();
  void live.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(passed ? 0 : 1);
