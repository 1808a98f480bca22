// What is typed and not saved, when the program ends under it: kept, offered, taken up again; and the ways to what has to be corrected.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { labelled, tab } from "./window.mjs";

const dialog = (rest) => `//dialog[@open]${rest}`;
const section = (name) => `//nav[@aria-label="Sections"]//a[starts-with(normalize-space(.), "${name}")]`;
const bar = ".keptbar";
let window = await start();
let id = "";

/** As another window would see it. */
async function kept(connectionId) {
  return window.call("kept_draft", { connectionId });
}

const first = await take(
  window,
  [
    {
      name: "typed",
      what: "What is typed is kept, with its secret left out",
      async act() {
        [{ id }] = (await window.call("list_connections", { from: null })).rows;
        await window.visit(`/connections/${id}/settings`);
        await window.type("#display-name", "Typed and not saved");
        await window.visit(`/connections/${id}/login-experience`);
        await window.type("#domains", "kept.example ");
        await window.until(async () => (await kept(id))?.form.domains.includes("kept.example"), "nothing is kept");
        assert.equal((await kept(id)).form.display_name, "Typed and not saved");
        await window.visit(`/connections/${id}/settings`);
        await window.find(section("General 1 not saved"));
      },
    },
  ],
  { series: "drafts-" },
);
if (!first) process.exit(1);

// The window was closed over it: nobody was asked, as after a crash.
window = await start();
const second = await take(
  window,
  [
    {
      name: "kept",
      what: "The next start offers what was typed",
      async act() {
        await window.visit(`/connections/${id}/settings`);
        assert.match(await window.text(bar), /Unsaved changes of \d\d:\d\d were kept/);
      },
    },
    {
      name: "kept-narrow",
      what: "The same in the smallest window, in the dark: the sections stand above the form",
      async act() {
        await window.resize({ width: 1080, height: 680 });
        await window.dress("dark");
        await window.find(section("Delete"));
      },
      async after() {
        await window.dress("light");
        await window.resize({ width: 1280, height: 800 });
      },
    },
    {
      name: "taken-up",
      what: "It is taken up again, on every tab",
      async act() {
        await window.press(labelled("Take them up again"));
        assert.equal(await window.value("#display-name"), "Typed and not saved");
        await window.find(section("General 1 not saved"));
        assert.match(await window.text("footer"), /2 unsaved changes/);
        assert.deepEqual(await window.violations(), []);
      },
    },
    {
      name: "discarded",
      what: "What is discarded can be brought back",
      async act() {
        await window.press(labelled("Discard"));
        await window.press('//*[contains(@class, "toast")]//button[normalize-space(.)="Undo"]');
        assert.match(await window.text("footer"), /2 unsaved changes/);
      },
    },
    {
      name: "refused-at-keep",
      what: "An unusable endpoint is refused where it is typed",
      async act() {
        await window.press(labelled("Show issuer details"));
        await window.press('[aria-label="Edit token_endpoint"]');
        await window.type(dialog('//div[contains(@class, "kv__edit")]//input'), "not a url");
        await window.press(dialog(labelled("Keep")));
        await window.find(dialog('//*[@role="alert"][contains(., "not an https URL")]'));
        assert.deepEqual(await window.violations(), []);
      },
      async after() {
        await window.press(dialog(labelled("Cancel")));
        await window.press(dialog(labelled("Done")));
      },
    },
    {
      name: "to-correct",
      what: "A refused save names the fields to correct, each a link to it",
      async act() {
        await window.type("#client-id", " ");
        await window.press(tab("Login Experience"));
        await window.find("iframe");
        await window.press(labelled("Save Changes"));
        await window.find("#client-id-error");
        await window.press(section("Delete"));
        await window.press(labelled("Client ID – The client ID is empty"));
        await window.find("#client-id:focus");
        assert.deepEqual(await window.violations(), []);
      },
    },
    {
      name: "to-correct-narrow",
      what: "The same in the smallest window, in the dark",
      async act() {
        await window.resize({ width: 1080, height: 680 });
        await window.dress("dark");
        assert.deepEqual(await window.violations(), []);
      },
      async after() {
        await window.dress("light");
        await window.resize({ width: 1280, height: 800 });
        await window.press(labelled("Discard"));
      },
    },
    {
      name: "sections",
      what: "The section that is looked at is marked",
      async act() {
        await window.press(section("User Mapping"));
        await window.waitFor(section("User Mapping"), "aria-current", "true");
        await window.keys("Tab");
        await window.find('[role="radiogroup"][aria-label="User Mapping"] :focus');
      },
    },
    {
      name: "next-steps",
      what: "A new connection says that nobody can log in, and what comes next",
      async act() {
        const { discovery_url, client_id } = await window.call("practice", {});
        await window.visit("/connections/new");
        await window.type("#name", "next-steps");
        await window.type("#discovery-url", discovery_url);
        await window.type("#client-id", client_id);
        await window.type("#client-secret", "any");
        await window.press(`//footer${labelled("Create")}`);
        await window.find('//*[@aria-label="Next steps"]');
        await window.find(labelled("Nobody can log in: enabled for no application"));
        assert.deepEqual(await window.violations(), []);
      },
    },
    {
      name: "next-steps-narrow",
      what: "The same in the smallest window, in the dark",
      async act() {
        await window.press(tab("Settings"));
        await window.resize({ width: 1080, height: 680 });
        await window.dress("dark");
        assert.deepEqual(await window.violations(), []);
      },
      async after() {
        await window.dress("light");
        await window.resize({ width: 1280, height: 800 });
        await window.call("delete_connection", { connectionId: (await window.call("list_connections", { from: null })).rows.find((row) => row.name === "next-steps").id, typedName: "next-steps" });
      },
    },
  ],
  { series: "drafts-2-" },
);
process.exit(second ? 0 : 1);
