// The tour: the program's main path in its real window, a picture at each step. Test and demonstration in one.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { remote } from "webdriverio";

const pictures = process.env.TOUR_PICTURES ?? "target/tour";
const DIALOG = 15_000;
fs.mkdirSync(pictures, { recursive: true });

const browser = await remote({
  hostname: "127.0.0.1",
  port: Number(process.env.DRIVER_PORT),
  logLevel: "error",
  capabilities: { "wdio:enforceWebDriverClassic": true, "tauri:options": { application: process.env.LINTEL_DESKTOP } },
});
/** The whole virtual screen, as a person would see it. */
const picture = (name) => execFileSync("import", ["-window", "root", path.join(pictures, `${name}.png`)]);
const main = await browser.getWindowHandle();
const element = async (selector) => {
  const found = await browser.$(selector);
  await found.waitForExist({ timeout: DIALOG });
  return found;
};
const press = async (selector) => (await element(selector)).click();
const button = (text) => `//*[self::button or self::a][starts-with(normalize-space(.), "${text}")]`;
const state = (id, wanted) =>
  browser.waitUntil(async () => (await (await element(`[data-testid="${id}"]`)).getAttribute("data-state")) === wanted, {
    timeout: DIALOG,
    timeoutMsg: `${id} did not become ${wanted}`,
  });

/** Signs in as the first person in the window that the test opens, then comes back. */
async function signIn() {
  await browser.waitUntil(async () => (await browser.getWindowHandles()).length === 2, { timeout: DIALOG, timeoutMsg: "no sign-in window" });
  await browser.switchToWindow((await browser.getWindowHandles()).find((handle) => handle !== main));
  await press('[aria-label^="Sign in as"]');
  await browser.switchToWindow(main);
}

async function test(way, outcome) {
  if (way) await press(button(way));
  await press(button("Test"  + ((await (await element('[data-testid="trial-headline"]')).getAttribute("data-state")) === "none" ? " login" : " again")));
  await signIn();
  await state("trial-headline", outcome);
}

const steps = [
  ["empty", "nothing is connected yet", () => element(button("New connection"))],
  ["provider-found", "the provider is checked as its URL is typed", async () => {
    await press(button("New connection"));
    const practice = await browser.execute(() => window.__TAURI_INTERNALS__.invoke("practice").then((view) => view));
    const secret = await browser.execute(() => window.__TAURI_INTERNALS__.invoke("reveal_practice_secret"));
    await (await element("#name")).setValue("acme-practice");
    await (await element("#discovery-url")).setValue(practice.issuer);
    await state("discovery-result", "found");
    await (await element("#client-id")).setValue(practice.client_id);
    await (await element("#client-secret")).setValue(secret);
  }],
  ["created", "the connection is saved", async () => {
    await press("footer.foot button.btn--primary");
    await element('[data-testid="trial-headline"]');
  }],
  ["enabled", "it is enabled for the sample application", async () => {
    await press('//*[@role="tab"][starts-with(normalize-space(.), "Applications")]');
    await press('//*[@role="switch"]');
    await browser.waitUntil(async () => (await (await element('//*[@role="switch"]')).getAttribute("aria-checked")) === "true", { timeout: DIALOG });
  }],
  ["direct-passed", "a test straight at the provider goes through", async () => {
    await press('//*[@role="tab"][starts-with(normalize-space(.), "Test")]');
    await test(null, "passed");
  }],
  ["through-tenant-passed", "and one through the tenant", () => test("Through the tenant", "passed")],
  ["dial", "the practice provider is told to send a wrong issuer", async () => {
    await press('[data-testid="dial-wrong-issuer"]');
    await browser.waitUntil(async () => (await (await element('[data-testid="dial-wrong-issuer"]')).getAttribute("aria-checked")) === "true", { timeout: DIALOG });
  }],
  ["diagnosis", "the test names the check that failed, both values, and what to do", async () => {
    await test("Directly", "failed");
    const text = await (await element("main")).getText();
    for (const wanted of ["What happened", "How to fix it", "issuer"]) if (!text.includes(wanted)) throw new Error(`the diagnosis lacks “${wanted}”`);
  }],
];

let passed = 0;
try {
  for (const [index, [name, what, act]] of steps.entries()) {
    console.log(`${index + 1}. ${what}`);
    await act();
    await browser.pause(300); // the first frame after a change may be the old one
    picture(`${index + 1}-${name}`);
    passed += 1;
  }
} catch (error) {
  console.error(error.message);
  await browser.switchToWindow(main).catch(() => {});
  picture("failure");
  console.error(await (await browser.$("body")).getText());
} finally {
  await browser.deleteSession().catch(() => {});
}
console.log(`${passed} passed, ${steps.length - passed} failed`);
process.exit(passed === steps.length ? 0 : 1);
