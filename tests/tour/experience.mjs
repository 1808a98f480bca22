// Provisioning and Login Experience in the real window; the login page that the tenant then shows; and what it holds.
import assert from "node:assert/strict";
import { start, take } from "./steps.mjs";
import { serve } from "./tenant.mjs";
import { labelled, radio, tab, testId } from "./window.mjs";

const window = await start();
const name = "acme-practice";
const logo = "https://cdn.acme.example/brand/mark-40.png";
const email = "ada.lovelace@acme.example";

/** The answer of the tenant to the Sample application, which the window's program serves. */
async function authorize(more = {}) {
  const { tenant } = await window.call("desk", {});
  const [row] = (await window.call("list_connections", { from: null })).rows.filter((row) => row.name === name);
  const applications = await window.call("list_applications", { connectionId: row.id });
  const { client_id } = applications.find((application) => application.name === "Sample application");
  const parameters = { client_id, redirect_uri: `${tenant.url}/sample/callback`, response_type: "code", scope: "openid", state: "tour", ...more };
  return fetch(`${tenant.url}/authorize?${new URLSearchParams(parameters)}`, { redirect: "manual" });
}

const steps = [
  {
    name: "provisioning",
    what: "Provisioning says what each choice does, and warns of the one that lets no unknown person in",
    async act() {
      await window.press(`//a[contains(., "${name}")]`);
      await window.press(tab("Provisioning"));
      await window.press(radio("Never"));
      await window.find('//*[contains(., "Who was not provisioned can’t sign in")]');
      await window.waitFor(testId("scim"), "aria-checked", "false");
    },
  },
  {
    name: "provisioning-dark",
    what: "The same in the dark",
    act: () => window.dress("dark"),
    async after() {
      await window.dress("light");
      await window.press(radio("At first login only"));
    },
  },
  {
    name: "domains",
    what: "Domains are read from whatever was typed, and what is none is left out with the reason",
    async act() {
      await window.press(tab("Login Experience"));
      await window.type("#domains", `${email}, https://login.bücher.example/x *.wild.example gmail.com `);
      await window.waitFor(testId("domains"), "data-value", "acme.example login.xn--bcher-kva.example gmail.com");
      assert.match(await window.text("#domains-remarks"), /wild.example was left out.*no wildcards.*public mail domain/s);
    },
    async after() {
      await window.press('[aria-label="Dismiss *.wild.example"]');
      await window.press('//*[contains(@class, "issues")]//button[normalize-space(.)="Remove gmail.com"]');
      await window.waitFor(testId("domains"), "data-value", "acme.example login.xn--bcher-kva.example");
    },
  },
  {
    name: "mail-domain",
    what: "A web host is answered with the domain at which people have mail",
    async act() {
      await window.type("#domains", "https://www.contoso.example/x ");
      await window.find(labelled("Use contoso.example"));
    },
    async after() {
      await window.press(labelled("Use contoso.example"));
      await window.press('[aria-label="Remove contoso.example"]');
      await window.waitFor(testId("domains"), "data-value", "acme.example login.xn--bcher-kva.example");
    },
  },
  {
    name: "move",
    what: "A domain that another connection has is moved here, once that was looked at",
    async act() {
      const { rows } = await window.call("list_connections", { from: null });
      const own = rows.find((row) => row.name === name);
      const { form } = await window.call("connection", { id: own.id });
      const secret = { kind: "replace", value: "a-secret" };
      const other = await window.call("create_connection", { form: { ...form, name: "holds-a-domain", display_name: "", client_secret: secret } });
      await window.call("move_domains", { connectionId: other.id, domains: ["held.example"] });
      await window.type("#domains", "held.example ");
      await window.press('//*[contains(@class, "issues")]//button[starts-with(normalize-space(.), "Move it here")]');
      assert.match(await window.text("//dialog[@open]"), /goes from holds-a-domain to acme-practice/);
    },
    async after() {
      await window.press(`//dialog[@open]${labelled("Move here")}`);
      await window.until(async () => (await window.count("dialog[open]")) === 0, "the dialog stayed");
      await window.until(async () => !/already leads to/.test(await window.text("#domains-remarks")), "the domain is still held elsewhere");
      const { rows } = await window.call("list_connections", { from: null });
      const other = await window.call("connection", { id: rows.find((row) => row.name === "holds-a-domain").id });
      assert.deepEqual(other.form.domains, []);
      await window.press('[aria-label="Remove held.example"]');
    },
  },
  {
    name: "held",
    what: "A save with a domain that another connection has asks what becomes of it",
    async act() {
      const { rows } = await window.call("list_connections", { from: null });
      await window.call("move_domains", { connectionId: rows.find((row) => row.name === "holds-a-domain").id, domains: ["other.example"] });
      await window.type("#domains", "other.example ");
      await window.find('//*[contains(@class, "issues")]//button[starts-with(normalize-space(.), "Move it here")]');
      await window.keys(["Control", "s"]);
      await window.find(`//dialog[@open]${labelled("Save and move here")}`);
    },
    async after() {
      await window.keys(["Escape"]);
      await window.press('[aria-label="Remove other.example"]');
      const { rows } = await window.call("list_connections", { from: null });
      await window.call("delete_connection", { connectionId: rows.find((row) => row.name === "holds-a-domain").id, typedName: "holds-a-domain" });
    },
  },
  {
    name: "route",
    what: "An address is followed with the draft, for every application",
    async act() {
      await window.type("#try-email", email);
      await window.find(`//*[@data-testid="route"]//b[.="${name}"]`);
    },
  },
  {
    name: "button",
    what: "The button with its name and logo, and the login page that would show it",
    async act() {
      await window.turn(testId("show-as-button"), true);
      await window.type("#button-name", "Acme & Sons");
      await window.type("#icon-url", logo);
      await window.find('//*[@id="icon-url-remark"][contains(., "cdn.acme.example")]');
      await window.until(async () => /Continue with Acme &amp; Sons/.test(await window.attribute(".preview__page", "srcdoc")), "the preview does not show the button");
    },
  },
  {
    name: "button-dark",
    what: "The same in the dark",
    async act() {
      await window.press('//*[@aria-label="Preview theme"]//label[normalize-space(.)="Dark"]');
      await window.dress("dark");
    },
    after: () => window.dress("light"),
  },
  {
    name: "review",
    what: "Each of these is in the review",
    async act() {
      await window.press(labelled("Review changes"));
      assert.match(await window.text("//dialog[@open]"), /Review 5 changes.*Display connection button.*Identity provider domains.*bücher/s);
    },
    async after() {
      await window.press(`//dialog[@open]${labelled("Save Changes")}`);
      await window.find('[role="status"].ok');
    },
  },
  {
    name: "login-page",
    what: "The tenant’s own login page shows the button and sends the address to the provider",
    async act() {
      const page = await (await authorize()).text();
      assert.match(page, /Continue with Acme &amp; Sons/);
      assert.ok(page.includes(logo), page);
      const forward = await authorize({ email });
      assert.equal(forward.status, 303, await forward.text());
      const practice = await window.call("practice", {});
      assert.equal(new URL(forward.headers.get("location")).origin, new URL(practice.issuer).origin);
    },
  },
];

const passed = await take(window, steps, { series: "experience-" });
if (passed) {
  const tenant = await serve(process.env.LINTEL_DATA);
  try {
    const [{ display_name, show_as_button, options }] = await tenant.api(`connections?name=${name}`);
    const { domain_aliases, icon_url, set_user_root_attributes } = options;
    assert.deepEqual(
      { display_name, show_as_button, domain_aliases, icon_url, set_user_root_attributes },
      { display_name: "Acme & Sons", show_as_button: true, domain_aliases: ["acme.example", "login.xn--bcher-kva.example"], icon_url: logo, set_user_root_attributes: "on_first_login" },
    );
  } finally {
    tenant.stop();
  }
  console.log("The Management API gives it back.");
}
process.exit(passed ? 0 : 1);
