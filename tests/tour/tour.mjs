// The tour: the program's main path in its real window, a picture at each step. Test and demonstration in one.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const window = await start();
const wrongIssuer = testId("dial-wrong-issuer");
let issuer = "";
let portal = "";

/** The practice provider's values, as the guide beside the form shows them. */
async function practiceValues() {
  await window.press(labelled("Use the practice provider"));
  await window.press('.guide [aria-label="Reveal secret"]');
  await window.waitFor("#practice-secret", "type", "text");
  return {
    discoveryUrl: await window.value("#practice-discovery"),
    clientId: await window.value("#practice-client"),
    secret: await window.value("#practice-secret"),
  };
}

/** Tests the login, signing in as the first person whom the provider offers. */
async function testLogin(button, outcome) {
  await window.press(`//header[contains(@class, "result")]${labelled(button)}`);
  await window.inSecondWindow(() => window.pressAndLeave('[aria-label^="Sign in as"]'));
  await window.waitFor(testId("trial-headline"), "data-state", outcome);
}

async function checkDiagnosis() {
  const part = (rest) => window.text(`[aria-label="Diagnosis"] ${rest}`);
  assert.equal(await part(".dx__spec code"), "id-token-issuer");
  const expected = await part(".compare dt:nth-of-type(1) + dd");
  const got = await part(".compare dt:nth-of-type(2) + dd");
  // Where the expected text ends too early, a mark stands after it.
  assert.equal(expected.replace("∎", ""), issuer);
  assert.equal(got, `${issuer}/v2.0`);
  assert.notEqual((await part(".dx__fix :is(ol, .dx__remedy)")).trim(), "", "no remedy");
}

const steps = [
  {
    name: "empty",
    what: "The list of connections is empty",
    act: () => window.find(labelled("New connection")),
  },
  {
    name: "provider-found",
    what: "In a new connection, the provider is found while its discovery URL is typed",
    async act() {
      await window.press(labelled("New connection"));
      const { discoveryUrl, clientId, secret } = await practiceValues();
      issuer = discoveryUrl.replace("/.well-known/openid-configuration", "");
      await window.type("#name", "acme-practice");
      await window.type("#discovery-url", discoveryUrl);
      await window.waitFor(testId("discovery-result"), "data-state", "found");
      await window.type("#client-id", clientId);
      await window.type("#client-secret", secret);
    },
  },
  {
    name: "created",
    what: "The connection is created, and its page shows",
    async act() {
      await window.press(`//footer${labelled("Create")}`);
      await window.waitFor(testId("trial-headline"), "data-state", "none");
      assert.match(await window.text("h1"), /acme-practice/);
    },
  },
  {
    name: "enabled",
    what: "It is switched on for the sample application",
    async act() {
      await window.press(tab("Applications"));
      await window.turn('[role="switch"][aria-label="Sample application"]', true);
    },
  },
  {
    name: "direct-passed",
    what: "A test login directly at the provider passes",
    async act() {
      await window.press(tab("Test"));
      await window.press(radio("Directly"));
      await testLogin("Test login", "passed");
    },
  },
  {
    name: "through-tenant-passed",
    what: "A test login through the tenant passes",
    async act() {
      await window.press(radio("Through the tenant"));
      await testLogin("Test again", "passed");
    },
  },
  {
    name: "application",
    what: "Another application is chosen: what stops the test is said, put right on the spot, and the test stops at its callback",
    async act() {
      const form = { name: "Portal", callbacks: ["https://portal.example/callback", "com.example.portal:/callback"] };
      portal = (await window.call("create_application", { form, appType: "spa" })).client_id;
      await window.press(radio("Directly"));
      await window.press(radio("Through the tenant"));
      await window.until(async () => (await window.count(`#through-application option[value="${portal}"]`)) === 1, "the application is not offered");
      await window.choose("#through-application", portal);
      assert.match(await window.text(".trial-obstacle"), /acme-practice is not enabled for Portal/);
      await window.picture("application-not-enabled");
      const size = await window.size();
      await window.resize({ width: 1080, height: 680 });
      await window.picture("application-not-enabled-narrow");
      await window.resize(size);
      await window.press(labelled("Enable on Local tenant"));
      await window.until(async () => (await window.count(".trial-obstacle")) === 0, "the connection was not enabled");
      await testLogin("Test again", "passed");
      await window.choose("#through-callback", "com.example.portal:/callback");
      await testLogin("Test again", "passed");
      assert.match(await window.text(testId("trial-step-application")), /Portal verified its ID token/);
    },
    after: () => window.call("delete_application", { clientId: portal, typedName: "Portal" }),
  },
  {
    name: "dial",
    what: "The practice provider is told to send a wrong issuer",
    async act() {
      await window.press(`${testId("dials-id-token")} > summary`);
      await window.turn(wrongIssuer, true);
    },
  },
  {
    name: "diagnosis",
    what: "The next test fails, and says which check, what was expected, what came, and what to do",
    async act() {
      await window.press(radio("Directly"));
      await testLogin("Test again", "failed");
      await checkDiagnosis();
    },
    after: () => window.turn(wrongIssuer, false),
  },
  {
    name: "empty-profile",
    what: "A login that fills no attribute is not called sound, and says where its claims are",
    async act() {
      await window.press(tab("Settings"));
      await window.press('//*[@role="radiogroup"][@aria-label="User Mapping"]//label[normalize-space(.)="Use map"]');
      await window.write("#mapping", '{"phone":"${context.tokenset.phone_number');
      await window.press(tab("Test"));
      await testLogin("Test again", "passed");
      assert.match(await window.text('[aria-label="Diagnosis"]'), /The profile is empty/);
    },
    async after() {
      await window.press(labelled("Discard"));
      await testLogin("Test again", "passed");
    },
  },
];

process.exit((await take(window, steps)) ? 0 : 1);
