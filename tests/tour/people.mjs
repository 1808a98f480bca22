// Applications and users in the real window: one application made, many switched at once, whoever signed in found and deleted; and
// what the tenant then holds, read through its Management API by another program.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled, tab, testId } from "./window.mjs";

const MANY = 120;
const connection = "acme-practice";
const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;
const place = (name) => window.press(`//nav[@aria-label="Tenant"]//a[contains(., "${name}")]`);
const status = (text) => window.find(`//*[@role="status"][contains(., "${text}")]`);
let address = "";

const steps = [
  {
    name: "applications",
    what: "The tenant's applications are listed, with how many connections each may use",
    async act() {
      await place("Applications");
      await window.find(`//*[@data-testid="application-Sample application"]/td[last()][normalize-space(.)="1"]`);
    },
  },
  {
    name: "new-application",
    what: "An application is made, once its callback URL is one",
    async act() {
      await window.press(labelled("New application"));
      await window.type("#application-name", "Customer portal");
      await window.type("#application-callbacks", "portal.example/callback");
      await window.find(dialog('//*[@role="alert"][contains(., "no scheme")]'));
    },
    async after() {
      await window.press(dialog(labelled("Use https://portal.example/callback")));
      await window.press(dialog(labelled("Create")));
    },
  },
  {
    name: "its-connections",
    what: "Its page switches connections on for it",
    act: () => window.turn(`[role="switch"][aria-label="${connection}"]`, true),
  },
  {
    name: "its-settings",
    what: "It is renamed",
    async act() {
      await window.press(tab("Settings"));
      await window.type("#application-name", "Partner portal");
      await window.press(labelled("Save Changes"));
      await status("Saved");
    },
  },
  {
    name: "kept",
    what: "The application that Lintel needs says why it cannot be deleted",
    async act() {
      await place("Applications");
      await window.press('//a[contains(., "Sample application")]');
      await window.press(tab("Settings"));
      await window.find('//button[@disabled][contains(., "Delete application")]');
      assert.match(await window.text("#delete-help"), /Lintel's test logins sign in to this application, so it cannot be deleted/);
    },
  },
  {
    name: "machine",
    what: "A machine-to-machine application opens on its settings, without callback URLs",
    async act() {
      await place("Applications");
      await window.press('//tr[@data-testid="application-Lintel"]//a');
      await window.find("#application-client-id");
      assert.ok(!(await window.text("form")).includes("Callback URLs"));
    },
  },
  {
    name: "bulk-machine",
    what: "Connections are not enabled where nobody signs in, and the dialog says so",
    async act() {
      await place("Connections");
      await window.press('[aria-label="Connections"] thead input');
      await window.press(labelled("Enable for…"));
      await window.find(dialog('//label[input[@type="radio"][@disabled]][contains(., "Nobody signs in")]'));
      assert.deepEqual(await window.violations(), []);
    },
    async after() {
      await window.press(dialog(labelled("Cancel")));
      await window.press(`//footer${labelled("Clear")}`);
    },
  },
  {
    name: "many",
    what: "Of many applications all that a search shows are selected, the sample application among them",
    async act() {
      for (let number = 1; number <= MANY; number += 1) await window.call("create_application", { form: { name: `App ${number}`, callbacks: [] }, appType: "spa" });
      await place("Connections");
      await window.press(`//a[contains(., "${connection}")]`);
      await window.press(tab("Applications"));
      await window.type('[type="search"]', "App");
      await window.press('//label[normalize-space(.)="Select all shown"]');
      await status(`${MANY + 1} selected`);
    },
  },
  {
    name: "many-enabled",
    what: "They are enabled in a few calls",
    async act() {
      await window.press(`//*[@role="status"]${labelled("Enable")}`);
      await status(`${MANY} applications enabled.`);
    },
  },
  {
    name: "applications-dark",
    what: "The same by night",
    act: () => window.dress("dark"),
    after: () => window.dress("light"),
  },
  {
    name: "users",
    what: "A connection's page leads to its users",
    async act() {
      await window.press(`//header${labelled("Users")}`);
      await window.find(`//tr[contains(., "${connection}")]`);
      const found = await window.call("find_users", { search: { text: "", connection }, page: 0 });
      assert.equal(found.total, 1);
      address = found.users[0].email;
      const { name, user_id } = found.users[0];
      for (const looked of [address.slice(0, 4), name.split(" ").at(-1), user_id.split("|").at(-1)]) {
        await window.type('[type="search"]', looked);
        await window.find(`//tr[contains(., "${address}")]`);
      }
    },
  },
  {
    name: "palette",
    what: "Ctrl K finds the user by the address",
    async act() {
      await window.keys(["Control", "k"], ...address.slice(0, 4));
      await window.find(dialog(`//*[@role="group"][contains(., "People")]//*[@role="option"][contains(., "${address}")]`));
    },
    after: () => window.keys("Escape"),
  },
  {
    name: "user",
    what: "A user's page says what came from which claim",
    async act() {
      await window.press(`//tr[contains(., "${address}")]//a`);
      await window.find(`//*[@data-testid="user-attributes"]//tr[th[.="email"]][contains(., "${address}")]`);
    },
  },
  {
    name: "user-dark",
    what: "The same by night, and nothing is wrong with either",
    async act() {
      assert.deepEqual(await window.violations(), []);
      await window.dress("dark");
      assert.deepEqual(await window.violations(), []);
    },
    after: () => window.dress("light"),
  },
  {
    name: "delete-user",
    what: "A user goes once the address was typed",
    async act() {
      await window.press(labelled("Delete user…"));
      await window.type("#typed", address);
    },
    async after() {
      await window.press(dialog(labelled("Delete user")));
    },
  },
  {
    name: "no-users",
    what: "Then nobody is there",
    act: () => window.find('//*[contains(., "No users yet")]'),
  },
];

const passed = await take(window, steps, { series: "people-" });
if (passed) {
  const tenant = await serve(process.env.LINTEL_DATA);
  try {
    const [{ id }] = await tenant.api(`connections?name=${connection}`);
    const { clients: enabled } = await tenant.api(`connections/${id}/clients?take=1000`);
    const portal = (await tenant.api("clients?per_page=100&app_type=regular_web")).find(({ name }) => name === "Partner portal");
    assert.equal(enabled.length, MANY + 2, "all of them, the sample application and the new one");
    assert.deepEqual(portal.callbacks, ["https://portal.example/callback"]);
    assert.ok(enabled.some(({ client_id }) => client_id === portal.client_id));
    assert.deepEqual(await tenant.api("users"), []);
    console.log("The Management API gives it back.");
  } finally {
    tenant.stop();
  }
}
process.exit(passed ? 0 : 1);
