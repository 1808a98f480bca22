// The program's window, as WebDriver sees it.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { remote } from "webdriverio";

const PATIENCE = 15_000;
const AXE = fs.readFileSync(new URL("../../ui/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Starts the program through the tauri-driver that listens on `port`. */
export async function open({ application, port, pictures }) {
  const browser = await remote({
    hostname: "127.0.0.1",
    port,
    logLevel: "error",
    connectionRetryCount: 1,
    connectionRetryTimeout: 60_000,
    capabilities: { "wdio:enforceWebDriverClassic": true, "tauri:options": { application } },
  });
  fs.mkdirSync(pictures, { recursive: true });
  await browser.execute(watchPolicy);
  return new Window(browser, await browser.getWindowHandle(), pictures);
}

/** In the page: keeps what the window's policy stops. */
export function watchPolicy() {
  globalThis.stopped = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => globalThis.stopped.push(`${violatedDirective} stopped ${blockedURI} ${sample}`));
}

/** In the page: whether it is no larger than its window. Drawn larger, both are rounded. */
export const fitsWindow = () => [document.documentElement, document.body].every((box) => box.scrollWidth <= innerWidth + 1 && box.scrollHeight <= innerHeight + 1);

/** In the page: its size beside the window's, and the first parts that reach out of it. */
const sizesOfWindow = () => {
  const page = document.documentElement;
  const out = [...document.body.querySelectorAll("*")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1).slice(0, 5);
  return `${page.scrollWidth}×${page.scrollHeight} in ${innerWidth}×${innerHeight} ${out.map((part) => `${part.localName}.${part.className}`).join(", ")}`;
};

class Window {
  #browser;
  #main;
  #pictures;

  constructor(browser, main, pictures) {
    this.#browser = browser;
    this.#main = main;
    this.#pictures = pictures;
  }

  async find(selector, patience = PATIENCE) {
    const found = await this.#browser.$(selector);
    await found.waitForDisplayed({ timeout: patience, timeoutMsg: `${selector} is not shown` });
    return found;
  }

  async press(selector) {
    await (await this.find(selector)).click();
  }

  /** As a hand that is in a hurry. */
  async pressTwice(selector) {
    await (await this.find(selector)).doubleClick();
  }

  /** Presses what may close its own window: WebDriver would wait for the answer of a window that is gone, so the page does it. */
  async pressAndLeave(selector) {
    const found = await this.find(selector);
    await this.#browser.execute((element) => void setTimeout(() => element.click(), 50), found);
  }

  /** Brings it into the picture. */
  async show(selector) {
    await (await this.find(selector)).scrollIntoView({ block: "end" });
  }

  /** Puts these texts into a field, one after the other as keys would, and says of each how many milliseconds the page worked on it, until
   *  its frame was drawn. The event comes at the beginning of a frame, so that no waiting for one is counted. */
  async pressTimes(selector, texts) {
    const field = await this.find(selector);
    const outcome = await this.#browser.executeAsync(
      (field, texts, done) => {
        const drawn = new MessageChannel();
        const frame = (text) =>
          new Promise((resolve) =>
            requestAnimationFrame(() => {
              const begun = performance.now();
              // What is posted here comes once this frame is drawn.
              drawn.port1.onmessage = () => resolve(performance.now() - begun);
              drawn.port2.postMessage(null);
              field.value = text;
              field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            }),
          );
        const all = async () => {
          const times = [];
          for (const text of texts) {
            times.push(await frame(text));
            // A hand takes longer from key to key.
            await new Promise((resolve) => setTimeout(resolve, 60));
          }
          return times;
        };
        all().then((times) => done({ times }), (error) => done({ error: String(error) }));
      },
      field,
      texts,
    );
    if (outcome.error) throw new Error(outcome.error);
    return outcome.times;
  }

  async type(selector, text) {
    await (await this.find(selector)).setValue(text);
  }

  /** Writes a text over the one in an editor, key by key: brackets and quotes are closed by the editor. */
  async write(selector, text) {
    await this.press(selector);
    await this.keys(["Control", "a"], "Delete", ...text);
  }

  /** Goes to another page of the window. */
  async visit(route) {
    await this.#browser.execute((hash) => void (globalThis.location.hash = hash), route);
  }

  /** What axe-core finds wrong with the page as it is drawn, one line for each element. */
  async violations() {
    await this.#browser.pause(400); // what fades in has no colour of its own yet
    if (!(await this.#browser.execute(() => "axe" in globalThis))) await this.#browser.execute(AXE);
    const outcome = await this.#browser.executeAsync((done) => {
      globalThis.axe.run({ resultTypes: ["violations"] }).then(({ violations }) => done({ violations: violations.map(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary}`)).flat() }), (error) => done({ error: String(error) }));
    });
    if (outcome.error) throw new Error(`axe-core: ${outcome.error}`);
    return outcome.violations;
  }

  /** What the window's policy stopped, one line for each. */
  stopped() {
    return this.#browser.execute(() => globalThis.stopped);
  }

  /** Whether the page is no larger than its window: what does not fit scrolls within its own part. One that was just drawn anew may
   *  take a moment. */
  async fits() {
    return this.#browser.waitUntil(() => this.#browser.execute(fitsWindow), { timeout: 2000, interval: 100 }).catch(() => false);
  }

  sizes() {
    return this.#browser.execute(sizesOfWindow);
  }

  /** Chooses from a list by the value of the choice. */
  async choose(selector, value) {
    await (await this.find(selector)).selectByAttribute("value", value);
  }

  /** As if the system had asked for `light` or `dark`. */
  async dress(theme) {
    await this.#browser.execute((wanted) => void (document.documentElement.dataset.theme = wanted), theme);
  }

  /** Gives a file to a file chooser, which the page keeps out of sight. */
  async give(selector, file) {
    const chooser = await this.#browser.$(selector);
    await chooser.waitForExist({ timeout: PATIENCE });
    await chooser.addValue(file);
  }

  /** Presses keys one after the other, wherever the focus is; keys in a list are held together, e.g. `["Control", "k"]`. */
  async keys(...keys) {
    for (const key of keys) await this.#browser.keys(key);
  }

  /** Presses Tab until the element has the focus. */
  async tabTo(selector) {
    for (let presses = 0; presses < 120; presses += 1) {
      const wanted = await this.#browser.$(selector);
      if ((await wanted.isExisting()) && (await wanted.isFocused())) return;
      await this.#browser.keys("Tab");
    }
    throw new Error(`Tab does not reach ${selector}`);
  }

  async count(selector) {
    return (await this.#browser.$$(selector)).length;
  }

  /** Waits until the page has marked all of these moments, and says when that was, in milliseconds since the epoch. */
  marks(names) {
    return this.#browser.executeAsync((wanted, done) => {
      const at = {};
      new PerformanceObserver((list, observer) => {
        for (const { name, startTime } of list.getEntries()) at[name] ??= performance.timeOrigin + startTime;
        if (!wanted.every((name) => name in at)) return;
        observer.disconnect();
        done(at);
      }).observe({ type: "mark", buffered: true });
    }, names);
  }

  /** Calls a command of the program, as another window would. */
  async call(command, args) {
    const outcome = await this.#browser.executeAsync(
      (name, given, done) => globalThis.__TAURI_INTERNALS__.invoke(name, given).then((data) => done({ data }), (error) => done({ error })),
      command,
      args,
    );
    if (outcome.error) throw new Error(`${command}: ${JSON.stringify(outcome.error)}`);
    return outcome.data;
  }

  /** Everything that a command gives page by page. */
  async every(command, items, next) {
    const all = [];
    let from = null;
    do {
      const page = await this.call(command, { from });
      all.push(...items(page));
      from = next(page);
    } while (from !== null);
    return all;
  }

  /** The text as the document holds it: WebDriver's own leaves out what an ellipsis could hide. */
  /** On one line, however its markup is broken. */
  async text(selector) {
    return (await (await this.find(selector)).getProperty("textContent")).replace(/\s*\n\s*/g, " ").trim();
  }

  async value(selector) {
    return (await this.find(selector)).getValue();
  }

  async attribute(selector, name) {
    return (await this.find(selector)).getAttribute(name);
  }

  until(condition, complaint) {
    return this.#until(condition, () => complaint);
  }

  /** Waits until the attribute has that value; the element may come and go meanwhile. */
  async waitFor(selector, attribute, wanted) {
    let seen = null;
    const fits = async () => {
      const element = await this.#browser.$(selector);
      seen = (await element.isExisting()) ? await element.getAttribute(attribute) : null;
      return seen === wanted;
    };
    await this.#until(fits, () => `${attribute} of ${selector} is ${seen}, not ${wanted}`);
  }

  /** Turns a switch, unless it stands that way already. */
  async turn(selector, on) {
    const wanted = String(on);
    if ((await (await this.find(selector)).getAttribute("aria-checked")) !== wanted) await this.press(selector);
    await this.waitFor(selector, "aria-checked", wanted);
  }

  /** Does something in the second window, waits until that has closed by itself, and comes back. */
  async inSecondWindow(act) {
    await this.#until(async () => (await this.#browser.getWindowHandles()).length === 2, () => "no second window opened");
    const second = (await this.#browser.getWindowHandles()).find((handle) => handle !== this.#main);
    await this.#browser.switchToWindow(second);
    try {
      await act();
    } finally {
      await this.toMain();
    }
    await this.#until(async () => (await this.#browser.getWindowHandles()).length === 1, () => "the second window stayed open");
  }

  async toMain() {
    await this.#browser.switchToWindow(this.#main);
  }

  /** A picture of the whole display, as a person sees it: WebDriver's own hangs where WebKit draws without a compositor. */
  async picture(name) {
    await this.#browser.pause(300); // the first frame after a change may be the old one
    execFileSync("import", ["-window", "root", path.join(this.#pictures, `${name}.png`)]);
  }

  /** As the window's own close button: the page hears of it first. */
  async askToClose() {
    await this.#browser.execute(() => globalThis.__TAURI_INTERNALS__.invoke("plugin:window|close", { label: "main" }));
  }

  async resize({ width, height }) {
    await this.#browser.setWindowSize(width, height);
    await this.#until(async () => (await this.size()).width === width, () => `the window is not ${width} wide`);
  }

  /** Whether the page is narrower than that, in its own pixels. */
  narrower(width) {
    return this.#browser.execute((than) => globalThis.innerWidth < than, width);
  }

  size() {
    return this.#browser.getWindowSize();
  }

  /** Ends the program as its window's close button does, then what drove it. */
  async close() {
    await this.#browser.execute(() => void setTimeout(() => globalThis.__TAURI_INTERNALS__.invoke("plugin:window|destroy", { label: "main" }), 50));
    await this.#browser.pause(500);
    await this.#browser.deleteSession();
  }

  async #until(condition, complaint) {
    try {
      await this.#browser.waitUntil(condition, { timeout: PATIENCE, interval: 100 });
    } catch (error) {
      throw new Error(complaint(), { cause: error });
    }
  }
}

/** A button, link, tab or radio button by how its text begins. */
export const radio = (text) => `//label[input[@type="radio"]][contains(., "${text}")]`;
export const labelled = (text) => `//*[self::button or self::a][starts-with(normalize-space(.), "${text}")]`;
export const tab = (text) => `//*[@role="tab"][starts-with(normalize-space(.), "${text}")]`;
export const testId = (id) => `[data-testid="${id}"]`;
