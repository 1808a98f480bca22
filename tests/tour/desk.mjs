// The window itself: it comes back where it was, asks before it drops what is not saved, and a second start brings it forward.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { start, take } from "./steps.mjs";
import { labelled, tab, testId } from "./window.mjs";

const dialog = (rest) => `//dialog[@open]${rest}`;
const size = { width: 1176, height: 744 };

let window = await start();
const first = await take(
  window,
  [
    {
      name: "unsaved",
      what: "Closing the window asks before it drops what is not saved",
      async act() {
        await window.press('//a[contains(., "acme-practice")]');
        await window.type("#display-name", "Not to be lost");
        await window.askToClose();
        assert.match(await window.text(dialog("")), /Leave with unsaved changes/);
      },
      async after() {
        await window.press(dialog(labelled("Keep editing")));
        await window.press(labelled("Discard"));
      },
    },
    {
      name: "second-start",
      what: "A second start on the same data folder ends at once",
      async act() {
        const second = spawn(process.env.LINTEL_DESKTOP, { stdio: "ignore" });
        const [code] = await Promise.race([once(second, "exit"), new Promise((_, late) => setTimeout(() => late(new Error("the second start goes on")), 15_000))]);
        assert.equal(code, 0);
      },
    },
    {
      name: "narrow",
      what: "At the smallest size everything is still there: the guide, the way back in the history, and what is known of the connection",
      async act() {
        const smallest = { width: 1080, height: 680 };
        await window.resize(smallest);
        await window.visit("/connections/new");
        await window.find(`//aside${labelled("Use the practice provider")}`);
        await window.picture("desk-narrow-guide");
        await window.press(`//aside${labelled("Federate with another Auth0 tenant")}`);
        await window.find(`//aside${labelled("Use these values")}`);
        await window.visit("/connections");
        await window.press('//a[contains(., "acme-practice")]');
        await window.find('aside [aria-label="Copy connection ID"]');
        await window.picture("desk-narrow-settings");
        await window.press(tab("History"));
        await window.find("aside.log__side");
      },
    },
    {
      name: "reload-keys",
      what: "The keys that load a page anew leave what is typed",
      async act() {
        await window.press(tab("Settings"));
        await window.type("#display-name", "Not to be lost");
        await window.keys("F5", ["Control", "r"]);
        assert.equal(await window.value("#display-name"), "Not to be lost");
      },
      after: () => window.press(labelled("Discard")),
    },
    {
      name: "resized",
      what: "The window is made smaller",
      act: () => window.resize(size),
    },
  ],
  { series: "desk-" },
);
if (!first) process.exit(1);

window = await start();
const second = await take(
  window,
  [
    {
      name: "as-it-was",
      what: "The window opens as large as it was",
      async act() {
        await window.find(testId("connection-row-acme-practice"));
        const { width, height } = await window.size();
        assert.deepEqual({ width, height }, size);
      },
    },
  ],
  { series: "desk-again-" },
);
process.exit(second ? 0 : 1);
