// `lintel tenant serve`, and its Management API.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const PATIENCE = 15_000;

/** Serves the tenant of a data folder, waiting for whoever still holds it. */
export async function serve(data, { port, key } = {}) {
  const where = port === undefined ? [] : ["--port", String(port)];
  const env = key === undefined ? process.env : { ...process.env, LINTEL_KEY: key };
  const giveUp = Date.now() + PATIENCE;
  for (;;) {
    const serving = spawn(process.env.LINTEL, ["tenant", "serve", "--data", data, ...where], { stdio: ["ignore", "pipe", "pipe"], env });
    const said = once(createInterface(serving.stdout), "line").then(([line]) => ({ line }));
    const ended = once(serving, "exit").then(([code]) => ({ code }));
    const { line, code } = await Promise.race([said, ended]);
    if (line) return new Served(serving, JSON.parse(line));
    if (Date.now() > giveUp) throw new Error(`lintel tenant serve ended with ${code}: ${serving.stderr.read()}`);
  }
}

class Served {
  #serving;
  #token;

  constructor(serving, line) {
    this.#serving = serving;
    Object.assign(this, line);
  }

  /** What the Management API answers. */
  async api(path, init = {}) {
    this.#token ??= await this.#granted();
    const answer = await fetch(`${this.url}/api/v2/${path}`, { ...init, headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" } });
    const body = await answer.text();
    return body === "" ? null : JSON.parse(body);
  }

  /** Ends it; the answer says when its folder is free. */
  async stop() {
    const ended = once(this.#serving, "exit");
    this.#serving.kill("SIGTERM");
    await ended;
  }

  async #granted() {
    const { client_id, client_secret, audience } = this;
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret, audience });
    const granted = await fetch(`${this.url}/oauth/token`, { method: "POST", body: form });
    return (await granted.json()).access_token;
  }
}
