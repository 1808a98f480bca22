// The window itself: it comes back where it was, asks before it drops what is not saved, a second start brings it forward, a taken
// port hides nothing, and a temporary tenant does not go unasked.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
if (!second) process.exit(1);

// Another program has the tenant's port.
const data = process.env.LINTEL_DATA;
const port = Number(await readFile(join(data, "tenant.port"), "utf8"));
const holder = createServer().listen(port, "127.0.0.1");
await once(holder, "listening");
window = await start();
const taken = await take(
  window,
  [
    {
      name: "port",
      what: "A port that is taken names the program that has it",
      async act() {
        await window.find(`//*[@role="alert"][contains(., "Port ${port} is taken by ${process.title} (process ${process.pid})")]`);
        assert.deepEqual(await window.violations(), []);
      },
    },
    {
      name: "tenants",
      what: "No tenant is hidden meanwhile",
      async act() {
        await window.press(labelled("Show all tenants"));
        await window.find('//*[@data-testid="tenant-Local tenant"][contains(., "Port taken")]');
        assert.deepEqual(await window.violations(), []);
      },
      after: () => window.visit("/connections"),
    },
    {
      name: "another-port",
      what: "Another port is offered, with what that breaks",
      async act() {
        await window.press(labelled("Use another port…"));
        await window.find(dialog(`//code[contains(., "localhost:${port}/login/callback")]`));
        assert.deepEqual(await window.violations(), []);
      },
      after: () => window.press(dialog(labelled("Cancel"))),
    },
    {
      name: "freed",
      what: "Once the port is free, trying again opens the tenant as it was",
      async act() {
        holder.close();
        await once(holder, "close");
        await window.press(labelled("Try again"));
        await window.find(testId("connection-row-acme-practice"));
      },
    },
  ],
  { series: "desk-taken-" },
);
holder.close();
if (!taken) process.exit(1);

// Without a keychain, in a folder of its own.
const apart = await mkdtemp(join(tmpdir(), "lintel-temporary-"));
const starter = join(apart, "start.sh");
await writeFile(starter, `#!/bin/sh\nLINTEL_DATA=${apart}/data DBUS_SESSION_BUS_ADDRESS=unix:path=${apart}/none exec ${process.env.LINTEL_DESKTOP} "$@"\n`, { mode: 0o700 });
window = await start(starter);
const temporary = await take(
  window,
  [
    {
      name: "asked",
      what: "Without a keychain the first screen is whole, and offers a temporary tenant",
      act: () => window.find(labelled("Start a temporary tenant")),
      after: () => window.press(labelled("Start a temporary tenant")),
    },
    {
      name: "tenant",
      what: "A temporary tenant looks like one",
      async act() {
        await window.find('button[aria-label="Tenant: Temporary tenant, Gone when Lintel ends"]');
        await window.press('button[aria-label^="Tenant:"]');
        await window.find('//*[@role="menuitem"][contains(., "Temporary, running at")]');
        assert.deepEqual(await window.violations(), []);
      },
      after: () => window.keys(["Escape"]),
    },
    {
      name: "quit",
      what: "Quitting asks before what was made in it goes",
      async act() {
        await window.press('//button[normalize-space(.)="Try it with the built-in provider"]');
        await window.find(tab("Settings"));
        await window.askToClose();
        await window.find(dialog('//*[contains(., "1 connection will be gone.")]'));
        assert.deepEqual(await window.violations(), []);
      },
    },
    {
      name: "quit-dark",
      what: "The same by night",
      async act() {
        await window.dress("dark");
        assert.deepEqual(await window.violations(), []);
      },
      async after() {
        await window.dress("light");
        await window.press(dialog(labelled("Keep open")));
      },
    },
  ],
  { series: "desk-temporary-" },
);
await rm(apart, { recursive: true, force: true });
process.exit(temporary ? 0 : 1);
