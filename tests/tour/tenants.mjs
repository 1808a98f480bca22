// Several tenants in the real window: a further local one, and an Auth0 tenant, which here is a tenant that another program
// serves. On that one a test catches the provider's answer before the tenant gets it, on both channels.
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
/** What the other tenant holds in the end. */
let [held, users] = [[], null];
/** The connection that is tested through the tenant. */
let tested = "";
const dialog = (rest) => `//dialog[@open]${rest}`;
const inFront = (name) => window.find(`//button[starts-with(@aria-label, "Tenant: ${name},")]`);

async function open(name) {
  await window.press('button[aria-label^="Tenant:"]');
  await window.press(`//*[@role="menuitem"][contains(., "${name}")]`);
  await inFront(name);
}

/** A connection to the practice provider, made on the tenant in front. */
async function connect(name, channel) {
  const { issuer, client_id } = await window.call("practice", {});
  await window.press(labelled("New connection"));
  await window.type("#name", name);
  await window.type("#discovery-url", issuer);
  await window.waitFor(testId("discovery-result"), "data-state", "found");
  await window.press(radio(channel));
  await window.type("#client-id", client_id);
  if (channel === "Back Channel") await window.type("#client-secret", await window.call("reveal_practice_secret", {}));
  await window.press(`//footer${labelled("Create")}`);
  await window.waitFor(testId("trial-headline"), "data-state", "none");
}

async function testLogin() {
  await window.press(`//header[contains(@class, "result")]${labelled("Test login")}`);
  await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
  await window.waitFor(testId("trial-headline"), "data-state", "passed");
}

/** Pictures in light and dark, wide and narrow; axe finds nothing in any. */
async function inEveryLook(name) {
  const size = await window.size();
  for (const [look, narrow] of [["wide", size], ["narrow", { width: 1080, height: 680 }]]) {
    await window.resize(narrow);
    for (const theme of ["light", "dark"]) {
      await window.dress(theme);
      await window.picture(`tenants-${name}-${look}-${theme}`);
      assert.deepEqual(await window.violations(), []);
    }
  }
  await window.dress("light");
  await window.resize(size);
}

const steps = [
  {
    name: "list",
    what: "The tenants are listed",
    async act() {
      await window.press('button[aria-label^="Tenant:"]');
      await window.press('//*[@role="menuitem"][normalize-space(.)="Manage tenants"]');
      await window.find(testId("tenant-Local tenant"));
    },
  },
  {
    name: "local",
    what: "A further local tenant is created, and is empty",
    async act() {
      await window.press(labelled("New local tenant"));
      await window.type("#tenant-name", "Customer lab");
      await window.press(dialog(labelled("Create")));
      await inFront("Customer lab");
      await window.find(labelled("New connection"));
    },
  },
  {
    name: "refused",
    what: "Credentials that do not work are refused at their field",
    async act() {
      await window.press('button[aria-label^="Tenant:"]');
      await window.press('//*[@role="menuitem"][normalize-space(.)="Connect an Auth0 tenant"]');
      await window.find('//*[contains(@class, "wanted")]//code[.="read:scim_config"]');
      await window.type("#access-domain", elsewhere.url);
      await window.type("#access-client-id", elsewhere.client_id);
      await window.type("#access-secret", "not this one");
      await window.press(labelled("Check credentials"));
      assert.match(await window.text("#access-secret-error"), /refused the credentials/);
    },
  },
  {
    name: "scopes",
    what: "Credentials that work say what they may do",
    async act() {
      await window.type("#access-secret", elsewhere.client_secret);
      await window.type("#access-name", "Staging");
      await window.press(labelled("Check credentials"));
      await window.find(".scopes");
    },
  },
  {
    name: "auth0",
    what: "The Auth0 tenant is in front",
    async act() {
      await window.press(`//footer${labelled("Connect")}`);
      await inFront("Staging");
    },
  },
  {
    name: "back-channel",
    what: "A test on it passes on Back Channel",
    async act() {
      await connect("lab-back", "Back Channel");
      await testLogin();
    },
  },
  {
    name: "front-channel",
    what: "A test on it passes on Front Channel, whose answer is a posted form",
    async act() {
      await window.press('//nav//a[contains(., "Connections")]');
      await connect("lab-front", "Front Channel");
      await testLogin();
    },
  },
  {
    name: "through",
    what: "Through it a test signs in to one of its applications, and its log and its user are read",
    async act() {
      users = await elsewhere.api("users");
      const { rows } = await window.call("list_connections", { from: null });
      tested = rows.find(({ name }) => name === "lab-back").id;
      await window.visit(`/connections/${tested}/test`);
      await window.press(radio("Through the tenant"));
      await window.find(".trial-obstacle");
      await window.press(labelled("Enable on Staging"));
      await window.until(async () => (await window.count(".trial-obstacle")) === 0, "the connection was not enabled");
      await window.press(`//header[contains(@class, "result")]${labelled("Test again")}`);
      await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
      await window.waitFor(testId("trial-headline"), "data-state", "passed");
      assert.match(await window.text(testId("trial-step-tenant_log")), /the only entry that fits/);
      await window.press(`${testId("trial-step-tenant_log")} summary`);
      await inEveryLook("through");
    },
  },
  {
    name: "asked",
    what: "In the browser it asks before it adds an address to the application",
    async act() {
      await window.press(radio("In the browser"));
      await window.press(`//header[contains(@class, "result")]${labelled("Test again")}`);
      await window.find(dialog(labelled("Add the address and test")));
      assert.deepEqual(await window.violations(), []);
    },
    after: () => window.press(dialog(labelled("Cancel"))),
  },
  {
    name: "in-browser",
    what: "The system's browser comes back to this computer, and the address is taken away again",
    async act() {
      await window.press(`//header[contains(@class, "result")]${labelled("Test again")}`);
      await window.press(dialog(labelled("Add the address and test")));
      await window.until(async () => (await elsewhere.api("logs?q=type:s")).length === 2, "nobody signed in in the browser");
      await window.waitFor(testId("trial-headline"), "data-state", "passed");
      const callbacks = (await elsewhere.api("clients")).flatMap((client) => client.callbacks ?? []);
      assert.ok(callbacks.every((callback) => !callback.includes("lintel-test")), "the address is still there");
    },
  },
  {
    name: "sign-ins",
    what: "Activity has the sign-ins of the tenant, and one opens with what its log tells",
    async act() {
      await window.visit(`/activity?connection=${tested}`);
      await window.press('//button[contains(@class, "who")][contains(., "Sample application")]');
      await window.find('//aside[@aria-label="The sign-in"]//*[contains(., "What the log tells")]');
      await inEveryLook("sign-ins");
    },
  },
  {
    name: "options",
    what: "The Auth0 tenant is marked as production",
    async act() {
      await window.visit("/tenants");
      await window.press(`//*[@data-testid="tenant-Staging"]${labelled("Options…")}`);
      await window.press(testId("tenant-production"));
    },
    async after() {
      await window.press(dialog(labelled("Save")));
      await window.find('//button[starts-with(@aria-label, "Tenant: Staging, Production")]');
    },
  },
  {
    name: "production",
    what: "What can break logins there is looked at, and asks for the tenant's name",
    async act() {
      const { rows } = await window.call("list_connections", { from: null });
      await window.visit(`/connections/${rows[0].id}/settings`);
      await window.type("#client-id", "another-client");
      await window.press(`//footer${labelled("Save Changes")}`);
      await window.find(dialog(labelled("Save in production")));
    },
    async after() {
      await window.press(dialog(labelled("Back")));
      await window.press(`//footer${labelled("Discard")}`);
    },
  },
  {
    name: "switched",
    what: "The switcher shows them all, and the first tenant is as it was",
    async act() {
      const { rows } = await window.call("list_connections", { from: null });
      await window.visit(`/connections/${rows[0].id}/provisioning`);
      await window.waitFor(testId("scim"), "aria-checked", "false");
      await window.picture("tenants-scim-off");
      await open("Local tenant");
      await window.find('//a[contains(., "acme-practice")]');
      await window.press('button[aria-label^="Tenant:"]');
      await window.find('//*[@role="menuitem"][contains(., "Staging")]');
    },
    async after() {
      await window.press('//*[@role="menuitem"][normalize-space(.)="Manage tenants"]');
    },
  },
  {
    name: "unreached",
    what: "A tenant that does not answer looks like one before it is opened",
    async act() {
      held = (await elsewhere.api("connections?strategy=oidc")).map(({ name }) => name).sort();
      await elsewhere.stop();
      await window.press(`//*[@data-testid="tenant-Staging"]${labelled("Open")}`);
      await window.find('//*[@role="alert"]');
      await open("Local tenant");
      await window.visit("/tenants");
      await window.find('//*[@data-testid="tenant-Staging"][contains(., "Not reached")]');
      assert.deepEqual(await window.violations(), []);
    },
  },
  {
    name: "removed",
    what: "A local tenant goes when its name was typed",
    async act() {
      await window.press(`//*[@data-testid="tenant-Customer lab"]${labelled("Delete…")}`);
      await window.type("#typed", "Customer lab");
      await window.press(dialog(labelled("Delete tenant")));
      await window.until(async () => (await window.count(testId("tenant-Customer lab"))) === 0, "the tenant is still listed");
    },
  },
];

let passed = false;
try {
  passed = await take(window, steps, { series: "tenants-" });
  if (passed) {
    assert.deepEqual(held, ["lab-back", "lab-front"]);
    assert.deepEqual(users, [], "nobody signed in to the tenant by a direct test");
    console.log("The other tenant holds both connections, and no user.");
  }
} finally {
  void elsewhere.stop();
  await rm(data, { recursive: true, force: true });
}
process.exit(passed ? 0 : 1);
