// The sign-in window as it really is: private. WebDriver cannot see into it, so the engine's inspector server drives both windows.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Inspector, until } from "./inspector.mjs";
import { take } from "./steps.mjs";
import { fitsWindow, watchPolicy } from "./window.mjs";

const PICTURES = process.env.TOUR_PICTURES || "target/tour";
const SIGN_IN = '[aria-label^="Sign in as"]';
const HEADLINE = `document.querySelector('[data-testid="trial-headline"]')`;

/** A page of the web that tries what the window is to keep to itself. */
const web = http.createServer((request, response) => {
  asked.push(request.url);
  if (request.url === "/file") return response.writeHead(200, { "content-type": "application/octet-stream", "content-disposition": 'attachment; filename="dropped.bin"' }).end("x".repeat(1000));
  response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Elsewhere</title><script>
    const seen = new Set();
    addEventListener("message", ({ data }) => seen.add(data));
    const frame = (members) => document.body.append(Object.assign(document.createElement("iframe"), members));
    const says = (word) => "<script>parent.postMessage('" + word + "', '*')</" + "script>";
    addEventListener("DOMContentLoaded", () => {
      frame({ srcdoc: says("srcdoc") });
      frame({ src: URL.createObjectURL(new Blob([says("blob")], { type: "text/html" })) });
    });
  </script><body></body>`);
});
const asked = [];
web.listen(0, "127.0.0.1");
await once(web, "listening");
const elsewhere = `http://127.0.0.1:${web.address().port}`;

/** The program with its inspector server, on a data folder of its own. */
class Program {
  static async start() {
    const port = await freePort();
    const env = { ...process.env, LINTEL_DATA: `${process.env.LINTEL_DATA}-private`, WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}` };
    fs.mkdirSync(PICTURES, { recursive: true });
    const running = spawn(process.env.LINTEL_DESKTOP, { stdio: ["ignore", "ignore", fs.openSync(path.join(PICTURES, "private.log"), "w")], env });
    const inspector = new Inspector(`127.0.0.1:${port}`);
    const main = await inspector.page((url) => url.startsWith("tauri:"));
    await main.evaluate(`void (${watchPolicy})()`);
    return new Program(running, inspector, main);
  }

  constructor(running, inspector, main) {
    this.ended = once(running, "exit").then(([code]) => code);
    this.running = running;
    this.inspector = inspector;
    this.main = main;
  }

  call(command, args = {}) {
    return this.main.evaluate(`__TAURI_INTERNALS__.invoke(${JSON.stringify(command)}, ${JSON.stringify(args)})`);
  }

  /** Presses a button of the page that shows by how its text begins. */
  async press(text) {
    const button = `[...document.querySelectorAll("button, label")].find((one) => one.textContent.trim().startsWith(${JSON.stringify(text)}))`;
    await this.main.until(`${button} !== undefined`, `there is no button ${text}`);
    await this.main.evaluate(`void ${button}.click()`);
  }

  signInWindow() {
    return this.inspector.page((url) => url.startsWith("http:"));
  }

  async signInWindowIsGone() {
    await this.inspector.gone((url) => !url.startsWith("tauri:"));
  }

  headline(state) {
    return this.main.until(`${HEADLINE}?.dataset.state === ${JSON.stringify(state)}`, `the test is not ${state}`);
  }

  // What the steps of a tour ask of a window.
  picture(name) {
    execFileSync("import", ["-window", "root", path.join(PICTURES, `${name}.png`)]);
  }

  stopped() {
    return this.#ended ? [] : this.main.evaluate("globalThis.stopped");
  }

  fits() {
    return this.#ended || this.main.evaluate(`(${fitsWindow})()`);
  }

  get #ended() {
    return this.running.exitCode !== null;
  }

  toMain() {}

  text() {
    return this.#ended ? "" : this.main.evaluate("document.body.innerText");
  }

  async close() {
    web.close();
    web.closeAllConnections();
    if (this.running.exitCode === null) this.running.kill("SIGTERM");
    await this.ended;
  }
}

async function freePort() {
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const program = await Program.start();
const { id } = await program.call("connect_practice_provider");
let window;

const steps = [
  {
    name: "signs-in",
    what: "In the private window a person signs in, and the test passes",
    async act() {
      await program.main.evaluate(`void (location.hash = ${JSON.stringify(`#/connections/${id}/test`)})`);
      await program.press("Test login");
      window = await program.signInWindow();
      await window.until(`document.querySelector(${JSON.stringify(SIGN_IN)}) !== null`);
      await window.evaluate(`void (document.cookie = "left=behind; max-age=3600", localStorage.setItem("left", "behind"))`);
      assert.equal(await window.evaluate(`document.cookie.includes("left") && localStorage.getItem("left")`), "behind");
      await window.press(SIGN_IN);
      await program.headline("passed");
      await program.signInWindowIsGone();
    },
  },
  {
    name: "clean",
    what: "The next window has neither its cookies nor its storage",
    async act() {
      await program.press("Test again");
      window = await program.signInWindow();
      await window.until(`document.querySelector(${JSON.stringify(SIGN_IN)}) !== null`);
      assert.equal(await window.evaluate(`document.cookie.includes("left")`), false);
      assert.equal(await window.evaluate(`localStorage.getItem("left")`), null);
    },
  },
  {
    name: "no-commands",
    what: "Its page can call no command",
    async act() {
      for (const command of ["desk", "reveal_practice_secret", "plugin:event|listen", "plugin:window|destroy"]) {
        await assert.rejects(window.evaluate(`__TAURI_INTERNALS__.invoke(${JSON.stringify(command)}, { label: "main", event: "x", target: { kind: "Any" }, handler: 1 })`), /not allowed|not found/i, command);
      }
    },
  },
  {
    name: "frames",
    what: "What a page puts into its frames is shown, and what it wants to download is not kept",
    async act() {
      await window.goTo(`${elsewhere}/page`);
      await window.until(`typeof seen === "object" && seen.has("srcdoc") && seen.has("blob")`, "a frame was not shown");
      await window.goTo(`${elsewhere}/file`);
      await until(() => asked.includes("/file"), "the file was not asked for");
      for (const url of ["tauri://localhost", "file:///etc/passwd", "data:text/html,x"]) await window.goTo(url);
      await window.until(`location.href === ${JSON.stringify(`${elsewhere}/page`)}`);
      assert.equal(fs.readdirSync(process.env.HOME, { recursive: true }).some((file) => file.endsWith("dropped.bin")), false);
      assert.equal(fs.existsSync("dropped.bin"), false);
    },
  },
  {
    name: "printing",
    what: "A page that prints without end does not hold up the program: the test is cancelled, and its window goes",
    async act() {
      await window.evaluate(`void setInterval(() => print(), 20)`);
      await window.evaluate(`new Promise((later) => setTimeout(later, 200))`);
      await program.press("Cancel");
      await program.headline("ended");
      await program.signInWindowIsGone();
      assert.match(await program.text(), /You cancelled the test/);
    },
  },
  {
    name: "stray-answer",
    what: "An answer that a frame makes up ends nothing: its words are quoted, and the sign-in goes on",
    async act() {
      const applications = await program.call("list_applications", { connectionId: id });
      const sample = applications.find(({ name }) => name === "Sample application");
      await program.call("switch_applications", { connectionId: id, clientIds: [sample.client_id], enabled: true });
      await program.press("Through the tenant");
      await program.press("Test again");
      window = await program.signInWindow();
      await window.until(`document.querySelector(${JSON.stringify(SIGN_IN)}) !== null`);
      const { tenant } = await program.call("desk");
      // The practice provider's own page takes no frames.
      const signingIn = await window.evaluate("location.href");
      await window.goTo(`${elsewhere}/page`);
      await window.until(`typeof seen === "object"`);
      const stray = `${tenant.url}/sample/callback?error=server_error&error_description=Pay+at+evil.example`;
      await window.evaluate(`void document.body.append(Object.assign(document.createElement("iframe"), { src: ${JSON.stringify(stray)} }))`);
      await program.main.until(`document.body.innerText.includes("Pay at evil.example")`, "the answer is not told");
      await program.headline("running");
      await window.goTo(signingIn);
      await window.press(SIGN_IN);
      await program.headline("passed");
      await program.signInWindowIsGone();
    },
  },
  {
    name: "stays",
    what: "The main window goes nowhere, whatever is dropped on it",
    async act() {
      asked.length = 0;
      for (const url of [`${elsewhere}/page`, "about:blank", "data:text/html,x"]) await program.main.goTo(url);
      await program.main.evaluate(`new Promise((later) => setTimeout(later, 300))`);
      assert.match(await program.main.evaluate("location.href"), /^tauri:/);
      assert.deepEqual(asked, []);
    },
  },
  {
    name: "leaving",
    what: "Leaving the page ends the test, and its window with it",
    async act() {
      await program.press("Test again");
      await program.signInWindow();
      await program.main.evaluate(`void (location.hash = "#/connections")`);
      await program.signInWindowIsGone();
      const [last] = await program.call("kept_trials", { connectionId: id });
      assert.match(last.detail, /^You left the page of the test while it ran\. It had run for .*, and was at the provider\.$/);
    },
  },
  {
    name: "closing",
    what: "Closing the main window in the middle of a test ends the program",
    async act() {
      await program.main.evaluate(`void (location.hash = ${JSON.stringify(`#/connections/${id}/test`)})`);
      await program.press("Test again");
      await program.signInWindow();
      await program.main.leave(`__TAURI_INTERNALS__.invoke("plugin:window|destroy", { label: "main" })`);
      const late = new Promise((_, reject) => setTimeout(() => reject(new Error("the program goes on")), 15_000).unref());
      assert.equal(await Promise.race([program.ended, late]), 0);
    },
  },
];

process.exit((await take(program, steps, { series: "private-" })) ? 0 : 1);
