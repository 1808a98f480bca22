// Organizations in the real window: made, enabled for a connection, their switches and what each would send, a test for one that refuses
// who is no member, and lets in who is; History and Activity tell of it.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;
const name = "acme-organizations";
const row = (organization) => testId(`organization-row-${organization}`);
const switched = (label) => `[role="switch"][aria-label="${label}"]`;
let id = "";

const at = (part) => window.visit(`/connections/${id}/${part}`);

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
  const { rows } = await window.call("list_connections", { from: null });
  id = rows.find((one) => one.name === name).id;
  await window.press(tab("Applications"));
  await window.turn(switched("Sample application"), true);
}

/** Nothing is wrong with what is shown, in light and in dark, and in the smallest window. */
async function sound(picture) {
  const size = await window.size();
  assert.deepEqual(await window.violations(), [], "light");
  await window.resize({ width: 1080, height: 680 });
  assert.ok(await window.fits(), await window.sizes());
  await window.picture(`organizations-narrow-${picture}`);
  await window.resize(size);
  await window.dress("dark");
  assert.deepEqual(await window.violations(), [], "dark");
  await window.picture(`organizations-dark-${picture}`);
  await window.dress("light");
}

async function make(organization, display) {
  await window.press(labelled("New organization"));
  await window.type("#organization-name", organization);
  await window.type("#organization-display-name", display);
  await window.press(dialog(labelled("Create")));
  await window.find(row(organization));
}

async function signIn(button, outcome) {
  await window.press(`//header[contains(@class, "result")]${labelled(button)}`);
  await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
  await window.waitFor(testId("trial-headline"), "data-state", outcome);
}

const steps = [
  {
    name: "none",
    what: "A connection of a tenant without organizations says what one is",
    async act() {
      await connect();
      await window.press(tab("Organizations"));
      await window.find('//*[contains(., "No organizations yet")]');
      await sound("none");
    },
  },
  {
    name: "new",
    what: "An organization is made, and its request is shown before",
    async act() {
      await window.press(labelled("New organization"));
      await window.type("#organization-name", "initech");
      await window.type("#organization-display-name", "Initech Ltd");
      await sound("new");
      await window.press(dialog(labelled("Show as request")));
      await window.find('//*[@role="tabpanel"][contains(., "organizations")]');
      await sound("request");
      await window.keys(["Escape"]);
    },
    async after() {
      await window.press(dialog(labelled("Create")));
      await window.find(row("initech"));
      await make("globex", "Globex Corporation of a Rather Long Name");
    },
  },
  {
    name: "enabled",
    what: "It is enabled for the connection, and its switches show",
    async act() {
      await window.turn(switched("Initech Ltd"), true);
      await window.find(switched("Membership at login, Initech Ltd"));
      await sound("enabled");
    },
  },
  {
    name: "requests",
    what: "What each of its switches would send is a menu beside them",
    async act() {
      await window.press('[aria-label="Show as request: Initech Ltd"]');
      await window.find('//*[@role="menuitem"][contains(., "Membership at login on")]');
      await sound("menu");
    },
    after: () => window.keys(["Escape"]),
  },
  {
    name: "refused",
    what: "A test for it refuses who is no member, and says which switch would let the person in",
    async act() {
      await at("test");
      await window.press(radio("Through the tenant"));
      const { organizations } = await window.call("list_organizations", { ticket: "tour", connectionId: id });
      await window.choose("#through-organization", organizations.find((one) => one.name === "initech").id);
      await signIn("Test login", "failed");
      await window.find('//*[contains(., "assign_membership_on_login")]');
      await sound("refused");
    },
  },
  {
    name: "passed",
    what: "With membership at login the test passes, and the ID token names the organization",
    async act() {
      await at("organizations");
      await window.turn(switched("Membership at login, Initech Ltd"), true);
      await at("test");
      await signIn("Test again", "passed");
      await sound("passed");
    },
  },
  {
    name: "members",
    what: "Whoever signed in is a member",
    async act() {
      await at("organizations");
      await window.press('[aria-label="Members of Initech Ltd"]');
      await window.find(dialog('//ul[@aria-label="Members"]/li'));
      await sound("members");
    },
    after: () => window.press(dialog(labelled("Close"))),
  },
  {
    name: "history",
    what: "History has each switch with its request",
    async act() {
      await at("history");
      await window.press('//*[contains(@class, "log__row")][contains(., "Organization initech switched")]');
      await window.find(`//aside${labelled("Show as request")}`);
      await sound("history");
    },
  },
  {
    name: "activity",
    what: "Activity tells whom the sign-in was to",
    async act() {
      await window.visit(`/activity?connection=${id}`);
      await window.press('//button[contains(@class, "who")]');
      await window.find('//aside//th[contains(., "Organization")]');
      await sound("activity");
    },
    async after() {
      await window.visit("/connections");
      await window.call("delete_connection", { connectionId: id, typedName: name });
    },
  },
];

process.exit((await take(window, steps, { series: "organizations-" })) ? 0 : 1);
