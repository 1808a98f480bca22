// Settings in the real window: a change reviewed before it is saved, a conflict decided, an earlier state brought back; and what
// the tenant then holds, read through its Management API by another program.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const window = await start();
const name = "acme-practice";
const override = "https://userinfo.example/me";
const inGroup = (group, text) => `//*[@aria-label="${group}"]//button[normalize-space(.)="${text}"]`;
const documentation = "https://docs.acme.example";
const chooser = `[aria-label="Metadata file"]`;
/** In the editor of the mapping, which is behind a shadow root. */
const inEditor = (rest) => `>>>#mapping ${rest}`;
const valid = '//*[contains(@class, "mapper__code")]//*[normalize-space(.)="Valid"]';
const dialog = (rest) => `//dialog[@open]${rest}`;

/** Saves a change of the connection that this window does not know of. */
async function changeElsewhere(change) {
  const [row] = (await window.call("list_connections", { from: null })).rows.filter((row) => row.name === name);
  const view = await window.call("connection", { id: row.id });
  const edit = { id: view.id, revision: view.revision, form: { ...view.form, ...change } };
  const outcome = await window.call("save_connection", { edit, decisions: { seen: null, mine: [], theirs: [], share_domains: false } });
  assert.equal(outcome.kind, "saved");
}

/** A metadata document in a file of its own: the provider's, with a member more and one changed. */
async function metadataFile() {
  const { discovery_url } = await window.call("practice", {});
  const document = await (await fetch(discovery_url)).json();
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "lintel-tour-")), "acme-metadata.json");
  fs.writeFileSync(file, JSON.stringify({ ...document, service_documentation: documentation, acr_values_supported: ["gold"] }));
  return file;
}

const steps = [
  {
    name: "review",
    what: "What a save would change is shown field by field",
    async act() {
      await window.press(`//a[contains(., "${name}")]`);
      await window.press('[aria-label="Remove email"]');
      await window.type("#display-name", "Acme");
      await window.press('//*[@role="radiogroup"][@aria-label="PKCE"]//label[normalize-space(.)="Disabled"]');
      await window.press(labelled("Review changes"));
      assert.match(await window.text(dialog("")), /Review 3 changes.*Weaker/s);
    },
  },
  {
    name: "saved",
    what: "The changes are saved",
    async act() {
      await window.press(dialog(labelled("Save Changes")));
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "conflict",
    what: "A field that somebody else changed meanwhile is not overwritten",
    async act() {
      await changeElsewhere({ scope: "openid email" });
      await window.press('[aria-label="Remove profile"]');
      await window.type("#scope", "phone ");
      await window.press(labelled("Save Changes"));
      assert.match(await window.text(dialog("")), /This connection changed while you were editing.*Choose one/s);
    },
  },
  {
    name: "decided",
    what: "A decision ends the conflict",
    async act() {
      await window.press(dialog(radio("Yours")));
      await window.press(dialog(labelled("Save merged changes")));
      await window.find('[role="status"].ok');
      await window.waitFor(testId("scopes"), "data-value", "openid phone");
    },
  },
  {
    name: "history",
    what: "Every change is in the history",
    async act() {
      await window.press(tab("History"));
      await window.find(".log__row");
      assert.match(await window.text(".log"), /Scopes changed.*Scopes changed.*fields|Scopes/s);
    },
  },
  {
    name: "restored",
    what: "An earlier state comes back, once it was looked at",
    async act() {
      await window.press(labelled("Restore the state before"));
      assert.match(await window.text(dialog("")), /Restore the state before.*On .*Local tenant/s);
      await window.press(dialog(labelled("Restore 1 field")));
      await window.find('//*[contains(@class, "log__row")][contains(., "Earlier state brought back")]');
      await window.press(tab("Settings"));
      await window.waitFor(testId("scopes"), "data-value", "openid email");
    },
  },
  {
    name: "issuer-details",
    what: "Issuer details show every member of the metadata, and the keys",
    async act() {
      await window.press(labelled("Show issuer details"));
      await window.find(".keys");
      assert.match(await window.text(".drawer"), /authorization_endpoint.*jwks_uri.*RS256.*2048 bits/s);
    },
  },
  {
    name: "metadata-file",
    what: "What a metadata file would change is shown before it replaces anything",
    async act() {
      await window.press(dialog(labelled("Done")));
      await window.give(chooser, await metadataFile());
      assert.match(await window.text(dialog("")), /2 values would change.*service_documentation.*acr_values_supported.*gold/s);
    },
  },
  {
    name: "metadata-used",
    what: "The file is taken into the form, and saved when it is saved",
    async act() {
      await window.press(dialog(labelled("Use this file")));
      await window.find('//*[contains(@class, "filebox")][contains(., "acme-metadata.json")]');
      await window.show(".filebox");
    },
    async after() {
      await window.press(labelled("Save Changes"));
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "metadata-refused",
    what: "A file that is no metadata is named with what to do, and changes nothing",
    async act() {
      const file = path.join(os.tmpdir(), `lintel-tour-keys-${process.pid}.json`);
      fs.writeFileSync(file, '{ "keys": [{ "kty": "RSA" }] }');
      await window.give(chooser, file);
      assert.match(await window.text(dialog("")), /cannot be used.*key set.*jwks_uri/s);
    },
    after: () => window.press(dialog('//footer' + labelled("Close"))),
  },
  {
    name: "refreshed",
    what: "The provider's document is read again and compared in the same way",
    async act() {
      await window.press(labelled("Refresh from the provider"));
      assert.match(await window.text(dialog("")), /2 values would change.*acr_values_supported/s);
    },
    async after() {
      await window.press(dialog(labelled("Cancel")));
      await window.press(labelled("Show issuer details"));
      await window.find(".keys");
    },
  },
  {
    name: "overridden",
    what: "A member is edited in place",
    async act() {
      await window.press('[aria-label="Edit userinfo_endpoint"]');
      await window.type(dialog('//div[contains(@class, "kv__edit")]//input'), override);
      await window.press(dialog(labelled("Keep")));
      await window.find(dialog('//*[normalize-space(.)="Not saved"]'));
    },
    async after() {
      await window.press(dialog(labelled("Done")));
      await window.press(labelled("Save Changes"));
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "mapping",
    what: "The user mapping is tried on the claims of the last login as it is written",
    async act() {
      await window.press('//*[@role="radiogroup"][@aria-label="User Mapping"]//label[normalize-space(.)="Use map"]');
      await window.find('//*[contains(@class, "mapper__preview")]//td[contains(., "ada.lovelace@acme.example")]');
      await window.show(".mapper__preview");
    },
  },
  {
    name: "completion",
    what: "Claims that came are offered while a template is written",
    async act() {
      await window.write("#mapping", '{ "mail": "${ema');
      await window.find(inEditor('[role="option"]'));
      await window.show("#mapping");
    },
  },
  {
    name: "slips",
    what: "What looks like a template and is not, and a name that stands twice, are named at their lines",
    async act() {
      await window.keys("Enter");
      await window.find(valid);
      await window.write("#mapping", '{"mail":"${context.tokenset.emial');
      await window.keys("ArrowRight", "ArrowRight", ...',"floor":"{context.tokenset.floor');
      await window.keys("ArrowRight", "ArrowRight", ...',"floor":"${context.tokensett.email');
      await window.press(labelled("Format"));
      await window.until(async () => (await window.count(inEditor(".slip"))) === 4, "not every slip is told");
      await window.show(".mapper");
    },
  },
  {
    name: "slips-narrow",
    what: "The same in the smallest window, in the dark: editor and preview stand below each other",
    async act() {
      await window.resize({ width: 1080, height: 680 });
      await window.dress("dark");
      await window.show(".mapper__foot");
    },
    async after() {
      await window.dress("light");
      await window.resize({ width: 1280, height: 800 });
    },
  },
  {
    name: "mapping-refused",
    what: "A save that is refused for the mapping leads to the line",
    async act() {
      await window.show(".mapper");
      await window.press(labelled("Save Changes"));
      await window.until(async () => /Line 4, column 13/.test(await window.text(".mapper__foot")), "the caret is not at the error");
      await window.find(labelled("User Mapping, line 4 – "));
    },
    async after() {
      await window.press(inEditor(".slip--err button"));
      await window.write("#mapping", '{ "mail": "${ema');
      await window.find(inEditor('[role="option"]'));
      await window.keys("Enter");
      await window.find(valid);
      await window.find('//*[contains(@class, "mapper__preview")]//td[contains(., "ada.lovelace@acme.example")]');
      // Nothing is offered any more: Tab leaves the text, and Shift Tab comes back.
      await window.keys("Tab");
      await window.find(".mapper__rest .chip:focus");
      await window.keys(["Shift", "Tab"]);
      await window.find("#mapping:focus-within");
      await window.press(labelled("Save Changes"));
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "private-key-jwt",
    what: "The client signs its token requests instead of sending the secret",
    async act() {
      await window.choose("#auth-method", "private_key_jwt");
      await window.choose("#auth-alg", "ES256");
      await window.press('//*[@role="radiogroup"][@aria-label="Assertion audience"]//label[normalize-space(.)="Issuer"]');
      await window.press(labelled("Create keys"));
      assert.match(await window.text(".keys"), /ES256.*Current.*ES256.*Next/s);
      assert.equal((await fetch(await window.value("#jwks-url")).then((answer) => answer.json())).keys.length, 2);
      await window.show("#callback-url");
    },
  },
  {
    name: "advanced",
    what: "The rest of the connection profile, under Advanced",
    async act() {
      await window.press("//summary[contains(., 'Advanced')]");
      await window.turn('[role="switch"][aria-labelledby="nonce-label"]', true);
      await window.press(inGroup("ID token algorithms", "RS256"));
      await window.press(inGroup("ID token algorithms", "ES256"));
      await window.choose("#dpop", "Ed25519");
      await window.turn('[role="switch"][aria-labelledby="expiry-label"]', true);
      await window.press(labelled("Add parameter"));
      await window.type('[aria-label="Name of parameter 1"]', "kc_idp_hint");
      await window.type('[aria-label="Value of kc_idp_hint"]', "entra");
      await window.press(labelled("Add parameter"));
      await window.type('[aria-label="Name of parameter 2"]', "screen_name");
      await window.choose('[aria-label="Source of screen_name"]', "alias");
      await window.choose('[aria-label="Parameter for screen_name"]', "login_hint");
      await window.show(".advanced");
    },
  },
  {
    name: "dark",
    what: "The same in the dark",
    act: () => window.dress("dark"),
    after: () => window.dress("light"),
  },
  {
    name: "refused",
    what: "A parameter that the login writes itself is refused",
    async act() {
      await window.type('[aria-label="Name of kc_idp_hint"]', "scope");
      await window.press(labelled("Save Changes"));
      await window.find('//details//*[@role="alert"][contains(., "the login writes it itself")]');
      await window.find(labelled("Upstream parameters, scope – scope cannot be an upstream parameter"));
    },
    async after() {
      await window.type('[aria-label="Name of scope"]', "kc_idp_hint");
    },
  },
  {
    name: "review-all",
    what: "Each of these is in the review",
    async act() {
      await window.press(labelled("Review changes"));
      assert.match(await window.text(dialog("")), /Review 8 changes/);
    },
    async after() {
      await window.press(dialog(labelled("Save Changes")));
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "rotate",
    what: "Rotating a key says what stops, and asks",
    async act() {
      await window.press(labelled("Rotate key…"));
      await window.find(dialog('//*[contains(., "the current key stops at once")]'));
    },
    async after() {
      await window.press(dialog('//button[normalize-space(.)="Rotate key"]'));
      await window.find('//table[contains(@class, "keys")]//*[normalize-space(.)="Previous"]');
    },
  },
  {
    name: "rotated",
    what: "The keys after a rotation",
    act: () => window.show("#callback-url"),
  },
  {
    name: "federate",
    what: "Another Auth0 tenant is federated with by its domain and a Client ID",
    async act() {
      await window.press('//a[normalize-space(.)="Connections"]');
      await window.press(labelled("New connection"));
      await window.press(labelled("Federate with another Auth0 tenant"));
      await window.type("#federate-domain", "acme.example");
      await window.type("#federate-client", "client-7");
      await window.press(labelled("Use these values"));
      assert.equal(await window.value("#discovery-url"), "https://acme.example/");
    },
    async after() {
      await window.press('//a[normalize-space(.)="Cancel"]');
      await window.press(labelled("Discard"));
      await window.press(`//a[contains(., "${name}")]`);
      // The page moves as long as its preview is on the way.
      await window.find('//*[contains(@class, "mapper__preview")]//td[contains(., "ada.lovelace@acme.example")]');
    },
  },
  {
    name: "delete",
    what: "Deleting says what goes with it, and asks for the name",
    async act() {
      await window.press(labelled("Delete connection…"));
      await window.find(dialog('//*[contains(., "1 user who signed in with it")]'));
      await window.press(dialog(labelled("Keep it")));
      await window.show(".danger");
    },
  },
];

/** What the steps above chose, as the API has it. */
const advanced = {
  token_endpoint_auth_method: "private_key_jwt",
  token_endpoint_auth_signing_alg: "ES256",
  token_endpoint_jwtca_aud_format: "issuer",
  send_back_channel_nonce: true,
  id_token_signed_response_algs: ["RS256", "ES256"],
  dpop_signing_alg: "Ed25519",
  id_token_session_expiry_supported: true,
  upstream_params: { kc_idp_hint: { value: "entra" }, screen_name: { alias: "login_hint" } },
};

/** The connection as the Management API gives it, from the same data folder and without a window. */
async function heldByTheTenant() {
  const tenant = await serve(process.env.LINTEL_DATA);
  try {
    return (await tenant.api(`connections?name=${name}`))[0];
  } finally {
    tenant.stop();
  }
}

const passed = await take(window, steps, { series: "settings-" });
if (passed) {
  const { display_name, options } = await heldByTheTenant();
  for (const [member, value] of Object.entries(advanced)) assert.deepEqual(options[member], value, member);
  const held = { display_name, scope: options.scope, pkce: options.connection_settings.pkce, userinfo: options.userinfo_endpoint, documentation: options.oidc_metadata.service_documentation, attributes: options.attribute_map.attributes, sealed: options.client_secret?.length > 0 };
  assert.deepEqual(held, { display_name: "Acme", scope: "openid email", pkce: "disabled", userinfo: override, documentation, attributes: { mail: "${context.tokenset.email}" }, sealed: true });
  console.log("The Management API gives it back.");
}
process.exit(passed ? 0 : 1);
