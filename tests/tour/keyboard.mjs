// The main path by keyboard alone: a connection made, changed, tested, enabled and deleted without a mouse.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { testId } from "./window.mjs";

const window = await start();
const name = "by-keyboard";
const { issuer, client_id } = await window.call("practice", {});
const secret = await window.call("reveal_practice_secret", {});
const chord = (key) => window.keys(["Control", key]);
const write = (text) => window.keys(["Control", "a"], ...text);

const steps = [
  {
    name: "palette",
    what: "The palette finds a command",
    async act() {
      await window.find(testId("connection-row-acme-practice"));
      await chord("k");
      await window.find('[role="combobox"]');
      await window.keys(..."new conn");
    },
  },
  {
    name: "shortcuts",
    what: "A question mark shows every key",
    async act() {
      await window.keys("Escape", "?");
      await window.find('//dialog[@open]//h2[.="Keyboard shortcuts"]');
    },
    after: () => window.keys("Escape"),
  },
  {
    name: "row",
    what: "One key from the search to the rows, another to a row's menu",
    async act() {
      await window.keys("/", ..."acme", "ArrowDown");
      await window.find('a.rowlink:focus');
      await window.keys(["Shift", "F10"]);
      await window.find('[role="menu"][aria-label^="Actions for acme"]');
    },
    async after() {
      await window.keys("Escape");
      await window.find('a.rowlink:focus');
      await window.keys("/", "Escape");
    },
  },
  {
    name: "applications",
    what: "The palette goes to another page, where one key is in its search and one more at its rows",
    async act() {
      await chord("k");
      await window.find('[role="combobox"]');
      await window.keys(..."applications", "Enter");
      await window.find(testId("application-Sample application"));
      await chord("f");
      await window.keys("ArrowDown");
      await window.find(".table__rows a.rowlink:focus");
    },
  },
  {
    name: "created",
    what: "A connection is made, from field to field",
    async act() {
      await chord("n");
      await window.find("#name");
      await write(name);
      await window.tabTo("#discovery-url");
      await write(issuer);
      await window.waitFor(testId("discovery-result"), "data-state", "found");
      await window.tabTo("#client-id");
      await write(client_id);
      await window.tabTo("#client-secret");
      await write(secret);
      await chord("Enter");
      await window.waitFor(testId("trial-headline"), "data-state", "none");
    },
  },
  {
    name: "tested",
    what: "It is tested",
    async act() {
      await chord("t");
      // The person's own key closes this window, and WebDriver would wait for its answer.
      await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
      await window.waitFor(testId("trial-headline"), "data-state", "passed");
    },
  },
  {
    name: "enabled",
    what: "It is enabled for an application",
    async act() {
      await chord("4");
      await window.find('[role="switch"][aria-label="Sample application"]');
      // The rows have one tab stop, which the search leads to.
      await window.keys("/", ..."Sample app", "ArrowDown");
      await window.tabTo('[role="switch"][aria-label="Sample application"]');
      await window.keys(" ");
      await window.waitFor('[role="switch"][aria-label="Sample application"]', "aria-checked", "true");
    },
  },
  {
    name: "changed",
    what: "A setting is changed, looked at and saved",
    async act() {
      await chord("1");
      await window.find("#display-name");
      await window.tabTo("#display-name");
      await write("By keyboard");
      await window.tabTo('//button[normalize-space(.)="Review changes"]');
      await window.keys("Enter");
      await window.find("//dialog[@open]");
      assert.match(await window.text("//dialog[@open]"), /Review 1 change.*Display name.*By keyboard/s);
    },
    async after() {
      await window.keys("Escape");
      await chord("s");
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "zoomed",
    what: "The window is made larger",
    async act() {
      await chord("+");
      await chord("+");
      await window.until(() => window.narrower(1100), "the pages are as large as before");
    },
    after: () => chord("0"),
  },
  {
    name: "tenants",
    what: "The list of tenants opens and closes",
    async act() {
      await window.tabTo('button[aria-label^="Tenant:"]');
      await window.keys("Enter", "ArrowDown");
      await window.find('[role="menu"][aria-label="Tenants"]');
    },
    after: () => window.keys("Escape"),
  },
  {
    name: "deleted",
    what: "It is deleted by its name",
    async act() {
      await window.tabTo('//button[normalize-space(.)="Delete connection…"]');
      await window.keys("Enter");
      await window.find("#typed");
      await window.tabTo("#typed");
      await window.keys(...name);
      await window.tabTo('//dialog[@open]//button[normalize-space(.)="Delete connection"]');
      await window.keys("Enter");
      await window.find(testId("connection-row-acme-practice"));
      assert.equal(await window.count(testId(`connection-row-${name}`)), 0);
    },
  },
];

process.exit((await take(window, steps, { series: "keyboard-" })) ? 0 : 1);
