// Every page in light and in dark, as WebKit draws it, put before axe-core: colour contrast needs a real engine.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, radio, testId } from "./window.mjs";

const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;

/** The first connection of the list. */
let connection = "";
let failed = 0;
async function signIn() {
  await window.press(`//header[contains(@class, "result")]//button[starts-with(normalize-space(.), "Test") or starts-with(normalize-space(.), "Run")]`);
  await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
}

/** A domain that another connection has is typed, and about to be moved here. */
async function domainHeldElsewhere() {
  const { form } = await window.call("connection", { id: connection });
  const other = await window.call("create_connection", { form: { ...form, name: "holds-a-domain", domains: [], client_secret: { kind: "replace", value: "a-secret" } } });
  await window.call("move_domains", { connectionId: other.id, domains: ["held.example"] });
  await at("login-experience")();
  await window.type("#domains", "held.example ");
  await window.press('//*[contains(@class, "issues")]//button[starts-with(normalize-space(.), "Move it here")]');
}

/** The test of a connection whose login works: the first one has settings that the practice provider refuses. */
async function neverTested() {
  const { id } = await window.call("connect_practice_provider");
  await window.visit(`/connections/${id}/test`);
}

const at = (tab) => () => window.visit(`/connections/${connection}/${tab}`);

const pages = [
  { name: "connections", show: () => window.visit("/connections"), ready: '[data-testid^="connection-row-"]' },
  { name: "selected", show: () => window.press('//input[@type="checkbox"][1]'), ready: '[aria-label="Selected connections"]' },
  { name: "selected-menu", show: () => window.press('[aria-label="More for the selected connections"]'), ready: '[role="menu"]', after: () => window.keys(["Escape"]) },
  { name: "export", show: () => window.press(labelled("Export…")), ready: dialog(labelled("Export ")) },
  { name: "export-losses", show: () => window.press(dialog(radio("Terraform"))), ready: dialog('//*[@aria-label="What is lost"]') },
  {
    name: "export-sealed",
    async show() {
      await window.press(dialog(radio("Lintel")));
      await window.choose("#export-secrets", "sealed");
      await window.press(dialog(labelled("Export ")));
    },
    ready: "#export-passphrase-error",
    after: () => window.press(dialog(labelled("Cancel"))),
  },
  { name: "delete-many", show: () => window.press(labelled("Delete…")), ready: "#bulk-typed", after: () => window.press(dialog(labelled("Keep"))) },
  { name: "enable-many", show: () => window.press(labelled("Enable for…")), ready: dialog('//input[@type="radio"]'), after: () => window.keys(["Escape"]) }, // from the empty search, which WebKit gives the key first
  { name: "palette", show: () => window.keys(["Control", "k"]), ready: dialog('//*[@role="option"]'), after: () => window.keys(["Escape"]) },
  { name: "shortcuts", show: () => window.keys("?"), ready: dialog('//h2[.="Keyboard shortcuts"]'), after: () => window.keys(["Escape"]) },
  { name: "row-menu", show: () => window.keys("/", "ArrowDown", ["Shift", "F10"]), ready: '[role="menu"]', after: () => window.keys("Escape") },
  { name: "nothing-found", show: () => window.type('[type="search"]', "no such thing"), ready: ".nothing", after: () => window.press(labelled("Clear search")) },
  { name: "duplicate", show: () => window.visit(`/connections/new/${connection}`), ready: ".stack .notice", after: async () => { await window.visit("/connections"); await window.press(dialog(labelled("Discard"))); await window.find('[data-testid^="connection-row-"]'); } },
  { name: "new", show: () => window.visit("/connections/new"), ready: "#name" },
  { name: "settings", show: at("settings"), ready: "#display-name" },
  { name: "head-menu", show: () => window.press('[aria-label^="More for"]'), ready: '[role="menu"]', after: () => window.keys("Escape") },
  { name: "settings-end", show: () => window.show(".danger"), ready: ".danger" },
  { name: "unsaved", show: () => window.type("#display-name", "Unsaved"), ready: labelled("Review changes") },
  { name: "review", show: () => window.press(labelled("Review changes")), ready: dialog(""), after: async () => { await window.press(dialog(labelled("Back"))); await window.press(labelled("Discard")); } },
  { name: "issuer-details", show: () => window.press(labelled("Show issuer details")), ready: ".keys", after: () => window.press(dialog(labelled("Done"))) },
  // The settings part left it open, with everything set.
  { name: "advanced", show: () => window.show(".advanced"), ready: ".advanced" },
  { name: "mapping", show: () => window.write("#mapping", '{"mail":"${context.tokenset.emial'), ready: ".mapper .badge--warn", after: () => window.press(labelled("Discard")) },
  { name: "provisioning", show: at("provisioning"), ready: testId("scim") },
  { name: "scim-question", show: () => window.press(testId("scim")), ready: dialog(labelled("Turn on")) },
  { name: "scim", show: () => window.press(dialog(labelled("Turn on"))), ready: "#scim-endpoint" },
  { name: "new-token", show: () => window.press(labelled("New token…")), ready: dialog(labelled("Create token")) },
  { name: "token-once", show: () => window.press(dialog(labelled("Create token"))), ready: testId("new-token"), after: () => window.press(labelled("I’ve saved it")) },
  {
    name: "provisioning-tested",
    show: async () => {
      await window.press(labelled("Test provisioning…"));
      await window.press(dialog(labelled("Test provisioning")));
    },
    ready: `${testId("provisioning-test")}[data-state="passed"]`,
  },
  { name: "experience", show: at("login-experience"), ready: "iframe" },
  { name: "applications", show: at("applications"), ready: '[role="switch"]' },
  { name: "domain-held", show: domainHeldElsewhere, ready: dialog(labelled("Move here")), after: async () => { await window.keys(["Escape"]); await window.press(labelled("Discard")); } },
  { name: "test", show: neverTested, ready: `${testId("trial-headline")}[data-state="none"]` },
  { name: "test-through", show: () => window.press(radio("Through the tenant")), ready: "#through-application", after: () => window.press(radio("Directly")) },
  {
    name: "test-passed",
    show: signIn,
    ready: `${testId("trial-headline")}[data-state="passed"]`,
  },
  {
    name: "test-failed",
    show: async () => {
      await window.press(`${testId("dials-id-token")} > summary`);
      await window.turn(testId("dial-wrong-issuer"), true);
      await signIn();
    },
    ready: '[aria-label="Diagnosis"]',
    after: () => window.turn(testId("dial-wrong-issuer"), false),
  },
  { name: "history", show: at("history"), ready: ".log__row" },
  { name: "tenant-applications", show: () => window.visit("/applications"), ready: '[data-testid="application-Sample application"]' },
  {
    name: "new-application",
    show: async () => {
      await window.press(labelled("New application"));
      await window.type("#application-callbacks", "localhost:4401/login/callback");
    },
    ready: dialog('//*[@role="alert"]'),
    after: () => window.press(dialog(labelled("Cancel"))),
  },
  { name: "application", show: () => window.press('//a[contains(., "Sample application")]'), ready: '[role="switch"]' },
  { name: "application-settings", show: () => window.press('//*[@role="tab"][normalize-space(.)="Settings"]'), ready: "form" },
  { name: "activity", show: () => window.visit("/activity"), ready: ".requests" },
  { name: "request", show: () => window.press('//button[contains(@class, "who")]'), ready: '//aside[@aria-label="The request"]' },
  { name: "users", show: () => window.visit("/users"), ready: '[type="search"]' },
  { name: "tenants", show: () => window.visit("/tenants"), ready: ".tenants" },
  { name: "connect", show: () => window.visit("/tenants/connect"), ready: "form" },
  { name: "switcher", show: () => window.press('button[aria-label^="Tenant:"]'), ready: '[role="menu"]', after: () => window.visit("/tenants") },
  {
    name: "first-run",
    show: async () => {
      await window.press(labelled("New local tenant"));
      await window.type("#tenant-name", "Nothing yet");
      await window.press(dialog(labelled("Create")));
    },
    ready: '//button[normalize-space(.)="Try it with the built-in provider"]',
  },
];

const steps = pages.map(({ name, show, ready, after }) => ({
  name,
  what: `Nothing is wrong with ${name}, in light and in dark`,
  async act() {
    if (name === "connections") {
      await window.find(testId("connection-row-acme-practice"));
      const { rows } = await window.call("list_connections", { from: null });
      connection = rows[0].id;
    }
    await show();
    await window.find(ready);
    const found = [];
    for (const theme of ["light", "dark"]) {
      await window.dress(theme);
      if (theme === "light") await window.picture(`a11y-light-${name}`);
      for (const violation of await window.violations()) found.push(`${theme}: ${violation}`);
    }
    if (found.length > 0) console.error(found.join("\n"));
    failed += found.length;
  },
  after,
}));

const passed = await take(window, steps, { series: "a11y-" });
assert.equal(failed, 0, `${failed} violations`);
process.exit(passed ? 0 : 1);
