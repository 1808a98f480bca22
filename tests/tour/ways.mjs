// A provider that nobody here wrote (npm oidc-provider), set up in ten ways in which administrators do it: what a test in the real window says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { start as startProcess } from "../peers/process.mjs";
import { start, take } from "./steps.mjs";
import { labelled, testId } from "./window.mjs";

const provider = fileURLToPath(new URL("../peers/provider.mjs", import.meta.url));
const port = readFileSync(`${process.env.LINTEL_DATA}/tenant.port`, "utf8").trim();
const callback = `http://localhost:${port}/login/callback`;
const client = (more) => ["--client", JSON.stringify(more)];
const started = [];

const window = await start();
let sound;

/** A form that creates a connection to the practice provider: what the ways change is put over it. */
async function usual() {
  if (sound) return sound;
  const { issuer, client_id } = await window.call("practice", {});
  await window.press(labelled("New connection"));
  await window.type("#name", "ways");
  await window.type("#discovery-url", issuer);
  await window.waitFor(testId("discovery-result"), "data-state", "found");
  await window.type("#client-id", client_id);
  await window.type("#client-secret", "a secret");
  await window.press(`//footer${labelled("Create")}`);
  await window.waitFor(testId("trial-headline"), "data-state", "none");
  const { rows } = await window.call("list_connections", { from: null });
  ({ form: sound } = await window.call("connection", { id: rows.find((row) => row.name === "ways").id }));
  return sound;
}

/** The page of a new connection to a provider of its own, with its test begun. */
async function begun(name, { options = [], redirect = callback, over = {} }) {
  const form = await usual();
  const running = await startProcess(process.execPath, [provider, "--redirect-uri", redirect, ...options]);
  started.push(running);
  const { issuer, client_id, client_secret } = running.line;
  const secret = { kind: "replace", value: client_secret };
  const made = { ...form, name, discovery_url: `${issuer}/.well-known/openid-configuration`, client_id, client_secret: secret, ...over };
  const { id } = await window.call("create_connection", { form: made });
  await window.visit(`/connections/${id}/test`);
  await window.press(`//header[contains(@class, "result")]//button[starts-with(normalize-space(.), "Test")]`);
  return running;
}

/** Signs in on the provider's own pages. */
async function signIn() {
  await window.type("[name=login]", "ada");
  await window.type("[name=password]", "any");
  await window.press("[type=submit]");
}
const consent = () => window.pressAndLeave('//button[contains(., "Continue")]');
const through = () =>
  window.inSecondWindow(async () => {
    await signIn();
    await consent();
  });

async function says(...codes) {
  await window.waitFor(testId("trial-headline"), "data-state", "failed");
  const told = await window.text('[aria-label="Diagnosis"]');
  assert.ok(codes.some((code) => told.includes(code)), told);
}

const way = (name, what, set, codes, act = through) => ({
  name,
  what,
  async act() {
    await begun(`ways-${name}`, set);
    await act();
    await says(...codes);
  },
});
/** The provider sends the person back before it asks anything. */
const atOnce = async () => {};

const steps = [
  way("secret", "A wrong secret", { over: { client_secret: { kind: "replace", value: "not the secret" } } }, ["client-rejected", "secret-wrong"]),
  // On this computer the library looks at no port, as RFC 8252 wants it.
  way("callback", "A callback that is not registered", { redirect: `${callback}/` }, ["callback-not-registered"], () =>
    window.inSecondWindow(async () => {
      await window.find('//body[contains(., "redirect_uri")]');
      await window.toMain();
      await window.find(`//header[contains(@class, "result")]//p[contains(., "It shows")]`);
      await window.press(labelled("Cancel"));
    }),
  ),
  way("basic", "HTTP Basic alone", { options: ["--basic"] }, ["client-rejected"]),
  way("implicit", "No implicit grant", { options: client({ grant_types: ["authorization_code"], response_types: ["code"] }), over: { channel: "front_channel" } }, ["flow-not-allowed"], atOnce),
  {
    name: "rotated",
    what: "Keys that are rotated while the person is there do no harm",
    async act() {
      const running = await begun("ways-rotated", {});
      const kid = async () => (await (await fetch(`${running.line.issuer}/jwks`)).json()).keys[0].kid;
      const first = await kid();
      await window.inSecondWindow(async () => {
        await signIn();
        running.signal("SIGHUP");
        while ((await kid()) === first);
        await consent();
      });
      await window.waitFor(testId("trial-headline"), "data-state", "passed");
    },
  },
  way("es256", "ES256 alone", { options: ["--es256"], over: { id_token_algs: ["RS256"] } }, ["id-token-algorithm"]),
  way("clock", "A clock that is ten minutes ahead", { options: ["--clock", "600"] }, ["id-token-issued-at"]),
  way("pkce", "PKCE demanded", { options: ["--require-pkce"], over: { pkce: "disabled" } }, ["pkce-refused"], atOnce),
  way("scope", "A scope that is refused", { options: client({ scope: "openid profile" }) }, ["scope-refused"], atOnce),
  way("consent", "Consent that is denied", {}, ["consent-declined"], () =>
    window.inSecondWindow(async () => {
      await signIn();
      await window.pressAndLeave('a[href$="/abort"]');
    }),
  ),
];

const passed = await take(window, steps, { series: "ways-" });
await Promise.all(started.map((running) => running.stop()));
process.exit(passed ? 0 : 1);
