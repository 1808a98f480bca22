// Inbound SCIM in the real window: turned on, mapped, a token and its swap, a test that plays the provider, a provider's own requests,
// Activity, a blocked person's page and sign-in, History, a restore, off.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const window = await start();
const dialog = (rest) => `//dialog[@open]${rest}`;
const row = (text) => `//*[contains(@class, "log__row")][contains(., "${text}")]`;
const name = "acme-scim";
let id = "";
let token = "";
let endpoint = "";
let person = "";

const at = (part) => window.visit(`/connections/${id}/${part}`);
const scimIs = (on) => window.waitFor(testId("scim"), "aria-checked", String(on));

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
  await window.turn('[role="switch"][aria-label="Sample application"]', true);
}

/** Nothing is wrong with what is shown, in light and in dark, and in the smallest window, where `parts` are brought into the picture. */
async function sound(picture, parts = []) {
  const size = await window.size();
  assert.deepEqual(await window.violations(), [], "light");
  await window.resize({ width: 1080, height: 680 });
  assert.ok(await window.fits(), await window.sizes());
  await window.picture(`scim-narrow-${picture}`);
  for (const [index, part] of parts.entries()) {
    await window.show(part);
    await window.picture(`scim-narrow-${picture}-${index + 1}`);
  }
  await window.resize(size);
  await window.dress("dark");
  assert.deepEqual(await window.violations(), [], "dark");
  await window.picture(`scim-dark-${picture}`);
  for (const [index, part] of parts.entries()) {
    await window.show(part);
    await window.picture(`scim-dark-${picture}-${index + 1}`);
  }
  await window.dress("light");
}

/** What a provider asks, with the token that it was given. */
async function ask(method, path, body) {
  const answer = await fetch(`${endpoint}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json", "user-agent": "A provider" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

/** Signs in through the tenant as the first person whom the provider offers. */
async function signIn(button, outcome) {
  await window.press(`//header[contains(@class, "result")]${labelled(button)}`);
  await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
  await window.waitFor(testId("trial-headline"), "data-state", outcome);
}

const steps = [
  {
    name: "signed-in",
    what: "Somebody signs in before there is any provisioning",
    async act() {
      await connect();
      await window.press(tab("Test"));
      await window.press(radio("Through the tenant"));
      await signIn("Test login", "passed");
      const { users } = await window.call("find_users", { search: { text: "", connection: name }, page: 0 });
      person = users[0].user_id;
    },
  },
  {
    name: "asked",
    what: "The switch asks first, once, however often it is pressed",
    async act() {
      await window.press(tab("Provisioning"));
      await scimIs(false);
      await window.pressTwice(testId("scim"));
      await window.find(dialog(labelled("Turn on")));
      assert.equal(await window.count("dialog[open]"), 1);
      await sound("asked");
    },
  },
  {
    name: "on",
    what: "SCIM is turned on, and shows its endpoint",
    async act() {
      await window.press(dialog(labelled("Turn on")));
      await scimIs(true);
      endpoint = await window.value("#scim-endpoint");
      await sound("on", [testId("scim-mapping-rows"), '[aria-label="At the provider"] section:last-child']);
    },
  },
  {
    name: "wrong-key",
    what: "A SCIM attribute that names nothing, and one of 600 characters, are told while they are typed, and refused",
    async act() {
      const first = '[aria-label="SCIM attribute 1"]';
      const as = await window.value(first);
      await window.type(first, "favouriteColour");
      await window.waitFor(first, "aria-invalid", "true");
      await sound("wrong-key", [testId("scim-mapping-rows")]);
      await window.type(first, "x".repeat(600));
      await window.waitFor(first, "aria-invalid", "true");
      await window.press(labelled("Save SCIM"));
      await window.find('//*[@role="alert"]');
      await window.picture("scim-refused");
      await window.press(labelled("Discard"));
      assert.equal(await window.value(first), as);
    },
  },
  {
    name: "mapping",
    what: "The mapping loses Entra’s mail, and one click mends it",
    async act() {
      await window.press(labelled("Use the work address"));
      await window.show(labelled("Save SCIM"));
      await window.picture("scim-mapping-unsaved");
      await window.press(labelled("Save SCIM"));
      await window.until(async () => (await window.count(labelled("Save SCIM"))) === 0, "it was not saved");
      assert.equal(await window.count(labelled("Use the work address")), 0);
    },
  },
  {
    name: "token-asked",
    what: "What a token allows is ticked for the provider",
    async act() {
      await window.press(labelled("New token…"));
      await window.find(dialog(labelled("Create token")));
      await sound("token-asked");
    },
  },
  {
    name: "token",
    what: "A token is shown once, and whoever leaves meanwhile is asked",
    async act() {
      await window.press(dialog(labelled("Create token")));
      token = await window.value(testId("new-token"));
      await window.press('//nav[@aria-label="Tenant"]//a[contains(., "Users")]');
      await window.find(dialog('//*[contains(., "Leave before the new token is saved?")]'));
      await window.picture("scim-token-leave");
      await window.keys("Escape");
      assert.equal(await window.value(testId("new-token")), token);
      await window.press(labelled("Copy token"));
      await sound("token");
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
      await sound("swap", ['[aria-labelledby="scim-tokens"]']);
      await window.show(testId("scim"));
    },
  },
  {
    name: "swapped",
    what: "The new one was seen in use, and the old one is revoked",
    async act() {
      const old = token;
      const made = await window.value(testId("new-token"));
      token = made;
      await window.press(labelled("I’ve saved it"));
      assert.equal((await ask("GET", "/Users?count=1")).status, 200);
      await window.press(labelled("Revoke the old one…"));
      await window.press(dialog(labelled("Revoke token")));
      await window.find(labelled("New token…"));
      token = old;
      assert.equal((await ask("GET", "/Users?count=1")).status, 401);
      token = made;
      assert.equal((await ask("GET", "/Users?count=1")).status, 200);
    },
  },
  {
    name: "test",
    what: "Lintel plays the provider, and takes back what it made",
    async act() {
      await window.press(labelled("Test provisioning…"));
      await window.find(dialog(labelled("Test provisioning")));
      await window.picture("scim-test-asked");
      await window.press(dialog(labelled("Test provisioning")));
      await window.waitFor(testId("provisioning-test"), "data-state", "passed");
      await window.press('//summary[contains(., "Changed as Entra ID does it")]');
      await sound("test", ['[data-testid="provisioning-test"]']);
    },
  },
  {
    name: "provider",
    what: "A provider finds who signed in, puts the person into a group and blocks the person; the last requests show it",
    async act() {
      const one = `/Users/${encodeURIComponent(person)}`;
      const found = await ask("GET", `/Users?filter=${encodeURIComponent('userName eq "alovelace"')}`);
      assert.equal(found.body.Resources?.[0]?.id, person, JSON.stringify(found));
      const group = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Harbour pilots", members: [{ value: found.body.Resources[0].id }] };
      assert.equal((await ask("POST", "/Groups", group)).status, 201);
      const patch = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "Replace", path: "active", value: "False" }] };
      assert.ok((await ask("PATCH", one, patch)).status < 300);
      assert.equal((await ask("GET", "/Users?filter=userName%20like%20x")).status, 400);
      await at("settings");
      await at("provisioning");
      await window.find('//*[@aria-label="At the provider"]//*[contains(., "Blocked")]');
      await window.show('[aria-label="At the provider"] section:last-child');
    },
  },
  {
    name: "activity",
    what: "Activity has each request, and one opens with what it changed",
    async act() {
      await window.visit(`/activity?connection=${id}`);
      await window.press('//button[contains(@class, "who")][contains(., "PATCH")]');
      await window.find('//aside[@aria-label="The request"]//*[contains(., "blocked")]');
      await sound("activity");
    },
  },
  {
    name: "activity-failed",
    what: "A request that was refused says why",
    async act() {
      await window.press(radio("Failed"));
      await window.press('//button[contains(@class, "who")][contains(., "GET")]');
      await window.find('//aside[@aria-label="The request"]//*[contains(., "Why it was refused")]');
      await sound("activity-failed");
    },
  },
  {
    name: "user",
    what: "The person’s page says that the person is blocked, and names the group",
    async act() {
      await window.visit(`/users/${encodeURIComponent(person)}`);
      await window.find('//*[@data-testid="user-groups"][contains(., "Harbour pilots")]');
      assert.match(await window.text(".profile"), /Blocked/);
      await sound("user", [testId("user-groups")]);
    },
  },
  {
    name: "refused",
    what: "The sign-in of a blocked person is refused, by name",
    async act() {
      await at("test");
      await window.press(radio("Through the tenant"));
      await signIn("Test again", "failed");
      assert.match(await window.text('[aria-label="Diagnosis"]'), /is blocked/);
      await sound("refused");
    },
  },
  {
    name: "off-asked",
    what: "Turning SCIM off names the token that ends",
    async act() {
      await at("provisioning");
      await scimIs(true);
      await window.press(testId("scim"));
      assert.match(await window.text(dialog("")), new RegExp(`${token.split(".")[0]} ends, and the provider is refused`));
      await sound("off-asked");
    },
  },
  {
    name: "off",
    what: "SCIM is off, and History has what became of it",
    async act() {
      await window.press(dialog(labelled("Turn off")));
      await scimIs(false);
      assert.equal((await ask("GET", "/Users?count=1")).status < 300, false);
      await at("history");
      await window.press(row("SCIM turned off"));
      await sound("history");
    },
  },
  {
    name: "restored",
    what: "The mapping comes back from History",
    async act() {
      await window.press(labelled("Restore the state before"));
      await window.find(dialog('//input[@type="checkbox"]'));
      await sound("restore");
      await window.press(dialog(labelled("Restore 1 field")));
      await window.find('//aside[contains(., "It brought back the state before")]');
      await at("provisioning");
      await scimIs(true);
      assert.equal(await window.count(labelled("Use the work address")), 0);
      const entries = await window.call("history", { connectionId: id });
      assert.ok(entries.filter((entry) => entry.kind === "scim").length >= 3);
    },
  },
  {
    name: "end",
    what: "Without a token it is turned off at once",
    async act() {
      await window.press(testId("scim"));
      await window.press(dialog(labelled("Turn off")));
      await scimIs(false);
      await sound("off");
    },
    // The parts after this one count what stands on the tenant.
    after: () => window.call("delete_connection", { connectionId: id, typedName: name }),
  },
];

process.exit((await take(window, steps, { series: "scim-" })) ? 0 : 1);
