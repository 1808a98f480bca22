import { EditorView } from "@codemirror/view";
import { fake } from "$lib/api/fake";
import { played } from "$lib/api/fake/played";
import { state } from "$lib/api/fake/state";
import { connections } from "$lib/api/fake/tenant";
import { forgetChoices } from "$lib/features/trial/through.svelte";
import { router } from "$lib/router.svelte";
import { connection, type SaveOutcome } from "$lib/api";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { toasts } from "$lib/features/toasts/toasts.svelte";
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import Connection from "./Connection.svelte";

const id = "con_8ZkQ4tRvM2xJ";
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const settle = () => new Promise((done) => setTimeout(done));
let stop: () => void;

function theConnection() {
  const found = connections().find((one) => one.id === id);
  if (!found) throw new Error("no such connection");
  return found;
}

async function opened(tab = "settings", connection = id) {
  router.go(`/connections/${connection}/${tab}`);
  await settle();
  const page = render(Connection, { params: { id: connection, tab } });
  await screen.findByRole("tablist");
  return { user: userEvent.setup(), ...page };
}

beforeEach(async () => {
  forgetChoices();
  stop = router.start();
  await tenantDesk.load();
});
afterEach(() => {
  stop();
  toasts.clear();
});

describe("settings", () => {
  it("counts and names what is not saved, and saves it", async () => {
    const { user } = await opened();
    await user.click(button("Remove profile"));
    await user.click(button("Remove email"));
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
    await user.keyboard("{Control>}s{/Control}");
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(fake.calls("saveConnection")[0]).toMatchObject([
      { id, revision: "1", form: { scope: "openid", client_secret: { kind: "unchanged" } } },
      { seen: null },
    ]);
    expect(screen.queryByText("1 unsaved change")).toBeNull();
  });

  it("understands lists of scopes however they are separated, and keeps openid", async () => {
    const { user } = await opened();
    const scopes = () => screen.getByTestId("scopes").dataset.value;
    await user.type(screen.getByLabelText("Scopes"), "phone,address; groups{Enter}");
    expect(scopes()).toBe("openid profile email phone address groups");
    await user.keyboard("{Backspace}{Backspace}");
    expect(scopes()).toBe("openid profile email phone");
    await user.click(screen.getByLabelText("Scopes"));
    await user.paste("a b,c");
    await user.tab();
    expect(scopes()).toBe("openid profile email phone a b c");
    expect(screen.queryByRole("button", { name: "Remove openid" })).toBeNull();
  });

  it("keeps the edits and says why when the tenant refuses", async () => {
    fake.answer("saveConnection", () => {
      throw { code: "scope", message: "The scopes lack `openid`.", field: "scope", remedy: "Add it." };
    });
    const { user } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await user.click(button(/Save Changes/));
    await vi.waitFor(() =>
      expect(document.getElementById("scope-error")?.textContent).toContain("The scopes lack openid. Add it."),
    );
    expect(screen.getByTestId("scopes").dataset.value).toBe("openid profile email phone");
  });

  it("shows each change before it is saved, and takes one back", async () => {
    const { user } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await user.type(screen.getByLabelText("Client ID"), "x");
    await user.click(button("Review changes"));
    const dialog = await screen.findByRole("dialog", { name: "Review 2 changes" });
    await user.click(within(dialog).getAllByRole("button", { name: "Undo" })[0] as HTMLElement);
    await screen.findByRole("dialog", { name: "Review 1 change" });
    expect(fake.calls("saveConnection")).toHaveLength(0);
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: /Save Changes/ }));
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(fake.calls("saveConnection")[0]).toMatchObject([
      { form: { scope: "openid profile email phone", client_id: "9d2c7b1e-58a4-4c0f-b7e1-6a3f90d4c215" } },
      {},
    ]);
  });

  it("asks where both sides changed a field, and sends what was decided", async () => {
    fake.answer("saveConnection", () => ({
      kind: "conflict",
      seen: "2",
      again: [],
      conflicts: [
        {
          path: "/options/scope",
          label: "Scopes",
          loaded: "openid",
          yours: "openid phone",
          theirs: "openid email",
          again: false,
        },
      ],
      yours: [],
      theirs: [{ path: "/display_name", label: "Display name", before: "A", after: "B", meaning: null }],
    }));
    const { user } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByRole("dialog", { name: "This connection changed while you were editing" });
    expect((button("Save merged changes") as HTMLButtonElement).disabled).toBe(true);
    await user.click(screen.getByRole("radio", { name: /Yours/ }));
    await user.click(button("Save merged changes"));
    await vi.waitFor(() =>
      expect(fake.calls("saveConnection")[1]?.[1]).toEqual({
        seen: "2",
        mine: ["/options/scope"],
        theirs: [],
        share_domains: false,
      }),
    );
  });

  it("names what changes under the question, and asks for that alone once more", async () => {
    const conflict = (seen: string, again: boolean, theirs: string): SaveOutcome => ({
      kind: "conflict",
      seen,
      again: again ? ["Scopes", "Display name"] : [],
      conflicts: [
        { path: "/options/client_id", label: "Client ID", loaded: "a", yours: "b", theirs: "c", again: false },
        { path: "/options/scope", label: "Scopes", loaded: "openid", yours: "openid phone", theirs, again },
      ],
      yours: [],
      theirs: [],
    });
    let answer = conflict("2", false, "openid email");
    fake.answer("saveConnection", () => answer);
    const { user } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await user.keyboard("{Control>}s{/Control}");
    const group = async (name: string) => within(await screen.findByRole("radiogroup", { name }));
    await user.click((await group("Client ID")).getByRole("radio", { name: /Yours/ }));
    await user.click((await group("Scopes")).getByRole("radio", { name: /On the tenant/ }));
    answer = conflict("3", true, "openid address");
    await user.click(button("Save merged changes"));
    const notice = await screen.findByText("It changed again: Scopes and Display name");
    expect(notice.closest("[aria-live]")).toBeTruthy();
    expect((await group("Client ID")).getByRole<HTMLInputElement>("radio", { name: /Yours/ }).checked).toBe(true);
    expect((await group("Scopes")).getAllByRole<HTMLInputElement>("radio").map((radio) => radio.checked)).toEqual([
      false,
      false,
    ]);
    expect(screen.getByText("Changed again, choose once more")).toBeTruthy();
    await vi.waitFor(() => expect(document.activeElement?.closest("label")?.textContent).toContain("openid phone"));
    expect((button("Save merged changes") as HTMLButtonElement).disabled).toBe(true);
  });

  it("says where the tenant holds something else than was saved", async () => {
    const { user } = await opened();
    const view = await connection(id);
    fake.answer("saveConnection", () => ({
      kind: "saved",
      view,
      differs: [{ path: "/options/scope", label: "Scopes", before: "openid phone", after: "openid", meaning: null }],
    }));
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await user.keyboard("{Control>}s{/Control}");
    expect(await screen.findByText("Scopes is openid, not openid phone.")).toBeTruthy();
  });

  it("shows a saved secret only on request", async () => {
    const { user } = await opened();
    expect(fake.calls("revealSecret")).toHaveLength(0);
    await user.click(button("Reveal secret"));
    expect(await screen.findByDisplayValue("aVq8Q~tN0c4x-example-only-7Yh2LmR")).toBeTruthy();
    await user.click(button("Hide secret"));
    expect(screen.queryByDisplayValue("aVq8Q~tN0c4x-example-only-7Yh2LmR")).toBeNull();
  });
});

describe("user mapping", () => {
  /** The text of the mapping, once its editor is there. */
  async function mapping() {
    const content = await vi.waitFor(() => {
      const found = document.getElementById("mapping")?.shadowRoot?.querySelector<HTMLElement>(".cm-content");
      if (!found) throw new Error("no editor yet");
      return found;
    });
    const view = EditorView.findFromDOM(content);
    if (!view) throw new Error("no editor");
    return {
      content,
      text: () => view.state.doc.toString(),
      write: (insert: string) =>
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, userEvent: "input" }),
      head: () => view.state.selection.main.head,
    };
  }

  async function mapped() {
    const page = await opened();
    await page.user.click(screen.getByRole("radio", { name: "Use map" }));
    return { ...page, ...(await mapping()) };
  }
  const slip = () => document.getElementById("mapping")?.shadowRoot?.querySelector(".slip")?.textContent;
  const preview = () => within(screen.getByRole("region", { name: "Preview of the mapping" }));

  it("starts from the standard claims, takes a claim that came, and is sent with the save", async () => {
    const { user, text, write } = await mapped();
    expect(JSON.parse(text())).toMatchObject({ email: "${context.tokenset.email}" });
    write("");
    await user.click(await screen.findByRole("button", { name: "tokenset.email" }));
    expect(text()).toBe("${context.tokenset.email}");
    await user.click(screen.getByRole("button", { name: "Templates to start from" }));
    await user.click(screen.getByRole("menuitem", { name: "From userinfo" }));
    expect(await screen.findByText("A login asks the userinfo endpoint, because a template names it.")).toBeTruthy();
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(fake.calls("saveConnection")[0]).toMatchObject([
      { form: { mapping: { mode: "use_map", attributes: text() } } },
      {},
    ]);
  });

  it("keeps the last preview while the text has an error, says the error at its line, and mends it", async () => {
    const { user, write, text } = await mapped();
    write('{ "mail": "${context.tokenset.email}" }');
    await preview().findByText("mail");
    write('{ "mail": "${context.tokenset.email}"');
    await screen.findByText("1 problem");
    expect(slip()).toContain("never closed");
    expect(preview().getByText("As in the last text without an error.")).toBeTruthy();
    expect(preview().getByText("priya@contoso.example")).toBeTruthy();
    document.getElementById("mapping")?.shadowRoot?.querySelector<HTMLElement>(".slip button")?.click();
    await screen.findByText("Valid");
    expect(text()).toBe('{ "mail": "${context.tokenset.email}"}');
    expect(preview().queryByText("As in the last text without an error.")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Format" }));
    expect(text()).toBe('{\n  "mail": "${context.tokenset.email}"\n}');
  });

  it("leads a refused save to its place", async () => {
    const { user, write, head, content } = await mapped();
    write('{\n  "mail": ');
    await screen.findByText("1 problem");
    fake.answer("saveConnection", () => {
      throw {
        code: "mapping-invalid",
        message: "The user mapping has an error in line 2, column 3: a value is missing.",
        field: "mapping.2:3",
        remedy: null,
      };
    });
    await user.keyboard("{Control>}s{/Control}");
    await vi.waitFor(() => expect(head()).toBe(4));
    expect(document.activeElement?.shadowRoot?.activeElement).toBe(content);
    expect(content.getAttribute("aria-invalid")).toBe("true");
  });

  it("can bring back what Discard dropped", async () => {
    const { user, write } = await mapped();
    write('{ "mail": "${context.tokenset.email}" }');
    await user.click(screen.getByRole("button", { name: "Discard" }));
    await user.click(await screen.findByRole("button", { name: "Bring it back" }));
    expect((await mapping()).text()).toBe('{ "mail": "${context.tokenset.email}" }');
    expect(screen.queryByRole("button", { name: "Bring it back" })).toBeNull();
  });

  it("is tried on the login that is chosen", async () => {
    const { user } = await opened();
    await user.selectOptions(await screen.findByLabelText("Claims of"), "trace_1");
    await vi.waitFor(() => expect(fake.calls("previewMapping").at(-1)?.[3]).toBe("trace_1"));
    expect((screen.getByLabelText("Claims of") as HTMLSelectElement).value).toBe("trace_1");
  });

  it("folds what is long, and finds in it", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `claim_${index}`);
    fake.answer("previewMapping", () => ({
      samples: [],
      sample: null,
      references: [],
      slips: [],
      outcome: { rows: [], unmapped: names, findings: [], userinfo: "not_named" },
    }));
    const { user } = await opened();
    await user.click(await screen.findByRole("button", { name: "188 more" }));
    expect(preview().getByText("claim_199")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Fewer" }));
    expect(preview().queryByText("claim_199")).toBeNull();
    await user.type(screen.getByLabelText("Filter unmapped claims"), "_199");
    expect(preview().getByText("claim_199")).toBeTruthy();
    await user.type(screen.getByLabelText("Filter unmapped claims"), "x");
    expect(preview().getByText(/Nothing fits/)).toBeTruthy();
  });

  it("says why userinfo never comes over Front Channel", async () => {
    const { user, write } = await mapped();
    write('{"x":"${context.userinfo.email}"}');
    await user.click(screen.getByRole("radio", { name: "Front Channel" }));
    expect(await screen.findByText(/Over Front Channel the userinfo endpoint is never asked/)).toBeTruthy();
  });
});

describe("connection metadata", () => {
  const complete = {
    issuer: "https://op.example",
    authorization_endpoint: "https://op.example/authorize",
    token_endpoint: "https://op.example/token",
    jwks_uri: "https://op.example/keys",
  };
  const file = (content: unknown, name = "acme.json") =>
    new File([typeof content === "string" ? content : JSON.stringify(content)], name, { type: "application/json" });
  const upload = async (user: ReturnType<typeof userEvent.setup>, one: File) =>
    user.upload(screen.getByLabelText("Metadata file"), one);
  const group = () => screen.getByRole("group", { name: "Connection Metadata" });

  it("says where the stored document comes from", async () => {
    await opened();
    await vi.waitFor(() =>
      expect(group().textContent).toMatch(/openid-configuration\s*Generated from the discovery URL on /),
    );
  });

  it("shows what a file would change before it is used, and sends it with the save alone", async () => {
    const { user } = await opened();
    await upload(user, file(complete));
    const dialog = within(await screen.findByRole("dialog", { name: "4 values would change" }));
    expect(dialog.getByText("https://before.example")).toBeTruthy();
    expect(dialog.getByText(/The connection says something of its own here/)).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Use this file" }));
    expect(group().textContent).toContain("acme.json");
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
    expect(fake.calls("saveConnection")).toHaveLength(0);
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(fake.calls("saveConnection")[0]).toMatchObject([{ form: { document: complete } }, {}]);
    expect(group().textContent).toContain("openid-configuration");
  });

  it("goes back to the stored document", async () => {
    const { user } = await opened();
    await upload(user, file(complete));
    await user.click(await screen.findByRole("button", { name: "Use this file" }));
    await user.click(button("Keep the stored one"));
    expect(screen.queryByText("1 unsaved change")).toBeNull();
  });

  it("takes nothing from a file that lacks what the channel needs", async () => {
    const { user } = await opened();
    await upload(
      user,
      file({
        issuer: "https://op.example",
        authorization_endpoint: "https://op.example/a",
        jwks_uri: "https://op.example/k",
      }),
    );
    const dialog = within(await screen.findByRole("dialog", { name: "acme.json is incomplete" }));
    expect(dialog.getByText(/Front Channel could use it/)).toBeTruthy();
    expect(dialog.queryByRole("button", { name: "Use this file" })).toBeNull();
    await user.click(dialog.getAllByRole("button", { name: "Close" })[0] as HTMLElement);
    expect(screen.queryByText("1 unsaved change")).toBeNull();
  });

  it("names a file that is no JSON, one that is too large and one that is no text", async () => {
    const { user } = await opened();
    await upload(user, file("nonsense", "notes.json"));
    await user.click(
      within(await screen.findByRole("dialog", { name: "notes.json cannot be used" })).getAllByRole("button", {
        name: "Close",
      })[0] as HTMLElement,
    );
    await upload(user, file(" ".repeat(131_073), "large.json"));
    expect((await screen.findByText(/large\.json has 129 KiB, and 128 KiB is the most/)).textContent).toContain(
      "required members only",
    );
    await upload(
      user,
      new File([new Uint8Array([0xff, 0xfe, 0x7b, 0x00])], "utf16.json", { type: "application/json" }),
    );
    expect(await screen.findByText(/utf16\.json is not text in UTF-8/)).toBeTruthy();
    expect(fake.calls("checkDocument")).toHaveLength(1);
  });

  it("takes a file that is dropped on it", async () => {
    await opened();
    await fireEvent.drop(group(), { dataTransfer: { files: [file(complete, "dropped.json")] } });
    expect(await screen.findByText(/dropped\.json, compared with what is stored/)).toBeTruthy();
  });

  it("is read again from the provider, and compared in the same way", async () => {
    const { user } = await opened();
    await user.click(button("Refresh from the provider"));
    await user.click(
      within(await screen.findByRole("dialog", { name: /values would change/ })).getByRole("button", {
        name: "Use these values",
      }),
    );
    expect(group().textContent).toContain("The provider’s document");
    await user.click(button("Show issuer details"));
    const drawer = within(await screen.findByRole("dialog", { name: "Issuer details" }));
    // The stored userinfo endpoint differed from the live one; the document that takes its place does not.
    expect(drawer.queryByText(/The provider says/)).toBeNull();
  });

  it("tells how many values differ from live, from the check that was made already", async () => {
    await opened();
    expect(await screen.findByText("1 value differs from live")).toBeTruthy();
    expect(fake.calls("issuerDetails").map(([, , , afresh]) => afresh)).toEqual([false]);
    expect(screen.getByText(/RS256, 5 keys/).textContent).toMatch(/checked just now/);
  });
});

describe("issuer details", () => {
  async function shown() {
    const page = await opened();
    await page.user.click(button("Show issuer details"));
    const drawer = within(await screen.findByRole("dialog", { name: "Issuer details" }));
    await drawer.findByText("authorization_endpoint");
    return { ...page, drawer };
  }

  it("says when the certificate of a key expires", async () => {
    const { drawer } = await shown();
    expect(drawer.getByRole("columnheader", { name: "Certificate expires" })).toBeTruthy();
    expect(drawer.getByText(/^2[67] days left$/)).toBeTruthy();
  });

  it("edits a member in place and sends it with the save", async () => {
    const { user, drawer } = await shown();
    await user.click(drawer.getByRole("button", { name: "Edit token_endpoint" }));
    await user.clear(drawer.getByLabelText("token_endpoint"));
    await user.type(drawer.getByLabelText("token_endpoint"), "https://other.example/token{Enter}");
    expect(drawer.getByText("Not saved")).toBeTruthy();
    await user.click(drawer.getByRole("button", { name: "Done" }));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(fake.calls("saveConnection")[0]).toMatchObject([
      { form: { metadata: { token_endpoint: { kind: "set", value: "https://other.example/token" } } } },
      {},
    ]);
  });

  it("takes what the provider says now, and goes back to what was discovered", async () => {
    const { user, drawer } = await shown();
    await user.click(drawer.getByRole("button", { name: "Use all live values" }));
    await user.click(drawer.getByRole("button", { name: "Reset to discovered" }));
    await user.click(drawer.getByRole("button", { name: "Done" }));
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
    await user.keyboard("{Control>}s{/Control}");
    await vi.waitFor(() => expect(fake.calls("saveConnection")).toHaveLength(1));
    const [edit] = fake.calls("saveConnection")[0] as [{ form: { metadata: Record<string, { kind: string }> } }];
    expect(Object.entries(edit.form.metadata).map(([member, { kind }]) => [member, kind])).toEqual([
      ["userinfo_endpoint", "live"],
      ["jwks_uri", "stored"],
    ]);
  });
});

describe("history", () => {
  it("lists each change, and brings back the state before one", async () => {
    const { user } = await opened("history");
    await screen.findByRole("button", { name: /Client Secret changed/ });
    await user.click(screen.getByRole("button", { name: /Scopes changed.*Not done/ }));
    expect(screen.getByText("Not done: the tenant holds what it held before.")).toBeTruthy();
    await user.click(button("Restore the state before"));
    const dialog = within(await screen.findByRole("dialog", { name: "Restore the state before “Scopes changed”" }));
    expect(fake.calls("restore")).toHaveLength(0);
    expect(dialog.getByText("Local tenant, localhost:4400")).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Restore 1 field" }));
    await vi.waitFor(() =>
      expect(fake.calls("restore")).toEqual([
        [{ entry: 2, way: "state_before", seen: "1", paths: ["/options/scope"] }],
      ]),
    );
  });

  it("restores what is ticked, and an earlier secret only where somebody ticks it", async () => {
    const { user } = await opened("history");
    await user.click(await screen.findByRole("button", { name: /Client Secret changed/ }));
    await user.click(button("Undo only this change"));
    await screen.findByRole("dialog", { name: "Undo “Client Secret changed” alone" });
    await user.click(screen.getByRole("checkbox", { name: "Scopes" }));
    expect((button("Nothing is ticked") as HTMLButtonElement).disabled).toBe(true);
    await user.click(screen.getByRole("checkbox", { name: "Client Secret" }));
    await user.click(button("Restore 1 field"));
    await vi.waitFor(() =>
      expect(fake.calls("restore")).toEqual([
        [{ entry: 3, way: "only_this_change", seen: "1", paths: ["/options/client_secret"] }],
      ]),
    );
  });

  it("shows a connection that moved once more, with what moved not ticked", async () => {
    const line = (path: string, label: string, again: boolean) => ({
      change: { path, label, before: again ? "moved" : "a", after: "b", meaning: null },
      later: false,
      chosen: !again,
      again,
    });
    const lines = (again: boolean) => [
      line("/options/scope", "Scopes", again),
      line("/options/client_id", "Client ID", false),
      line("/display_name", "Display name", false),
    ];
    fake.answer("reviewRestore", () => ({ seen: "1", lines: lines(false), again: [] }));
    fake.answer("restore", () => ({ kind: "moved", review: { seen: "2", lines: lines(true), again: ["Scopes"] } }));
    const { user } = await opened("history");
    await user.click(await screen.findByRole("button", { name: /Scopes changed$|Scopes changed.*Not done/ }));
    await user.click(button("Restore the state before"));
    await user.click(await screen.findByRole("checkbox", { name: "Display name" }));
    await user.click(button("Restore 2 fields"));
    await screen.findByText("It changed on the tenant since you looked: Scopes");
    const ticks = screen.getAllByRole<HTMLInputElement>("checkbox").map((box) => box.checked);
    expect(ticks).toEqual([false, true, false]);
    await user.click(button("Restore 1 field"));
    await vi.waitFor(() =>
      expect(fake.calls("restore")[1]).toEqual([
        { entry: 2, way: "state_before", seen: "2", paths: ["/options/client_id"] },
      ]),
    );
  });

  it("keeps unsaved edits out of a restore, and in the form", async () => {
    const view = await connection(id);
    fake.answer("restore", () => ({
      kind: "saved",
      differs: [],
      view: { ...view, revision: "2", form: { ...view.form, scope: "openid" } },
    }));
    const { user, rerender } = await opened();
    await user.type(screen.getByLabelText("Client ID"), "x");
    await rerender({ params: { id, tab: "history" } });
    await user.click(await screen.findByRole("button", { name: /Scopes changed.*Not done/ }));
    await user.click(button("Restore the state before"));
    expect(await screen.findByText("Client ID: they stay in the form, over what is restored.")).toBeTruthy();
    await user.click(button("Restore 1 field"));
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await rerender({ params: { id, tab: "settings" } });
    expect(screen.getByLabelText<HTMLInputElement>("Client ID").value).toMatch(/x$/);
    expect(screen.getByTestId("scopes").dataset.value).toBe("openid");
    expect(screen.getByText("1 unsaved change")).toBeTruthy();
  });

  it("names applications, what others changed, and the client that Lintel wrote by", async () => {
    const { user } = await opened("history");
    await screen.findByRole("button", { name: /Enabled for Field Portal.*Lintel/ });
    expect(screen.getByText("lintel-management")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /Scopes changed elsewhere.*Seen/ }));
    expect(screen.getByText(/Not by Lintel; the API does not say who/)).toBeTruthy();
    expect(button("Restore the state before")).toBeTruthy();
  });
});

describe("a connection that was deleted elsewhere", () => {
  const lost = (): never => {
    throw {
      code: "connection-gone",
      message: "contoso-entra is not on the tenant any more: it was deleted there.",
      field: null,
      remedy: null,
    };
  };

  it("is made again as the form says, and enabled as it was", async () => {
    fake.answer("saveConnection", lost);
    const { user } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await user.keyboard("{Control>}s{/Control}");
    const dialog = within(await screen.findByRole("dialog", { name: "contoso-entra was deleted on the tenant" }));
    expect(dialog.getByText(/Seen at \d\d:\d\d/)).toBeTruthy();
    expect(dialog.getByRole<HTMLInputElement>("checkbox", { name: /Enable it for/ }).checked).toBe(true);
    await user.click(dialog.getByRole("button", { name: "Create it again with these values" }));
    await vi.waitFor(() => expect(router.path).toBe("/connections/con_contosoentra7Q/settings"));
    expect(fake.calls("recreateConnection")[0]).toMatchObject([{ id, form: { scope: "openid profile email phone" } }]);
    expect(fake.calls("switchApplications")[0]).toMatchObject(["con_contosoentra7Q", expect.any(Array), true]);
  });

  it("is told at a test, and can be let go", async () => {
    await connectionList.load();
    const { user } = await opened("test");
    fake.answer("startTrial", lost);
    await user.click(screen.getAllByRole("button", { name: /Test login/ })[0] as HTMLElement);
    await user.click(
      within(await screen.findByRole("dialog", { name: "contoso-entra was deleted on the tenant" })).getByRole(
        "button",
        { name: "Discard" },
      ),
    );
    await vi.waitFor(() => expect(router.path).toBe("/connections"));
    expect(connectionList.rows?.some((row) => row.id === id)).toBe(false);
  });

  it("is told when its history is looked at", async () => {
    const { rerender } = await opened();
    fake.answer("connection", lost);
    await rerender({ params: { id, tab: "history" } });
    await screen.findByRole("dialog", { name: "contoso-entra was deleted on the tenant" });
  });

  it("goes from the list at the next reading, with a word", async () => {
    await connectionList.load();
    fake.answer("listConnections", () => ({
      rows: (connectionList.rows ?? []).filter((row) => row.id !== id),
      next: null,
    }));
    await connectionList.refresh();
    expect(toasts.shown.map((toast) => toast.text)).toEqual(["Not on the tenant any more: contoso-entra"]);
    fake.answer("connectionRow", lost);
    await connectionList.reload("con_practice1");
    expect(toasts.shown).toHaveLength(2);
    expect(connectionList.rows?.some((row) => row.id === "con_practice1")).toBe(false);
  });
});

describe("deleting", () => {
  it("says what goes with it, and needs the name", async () => {
    const { user } = await opened();
    await user.click(button("Delete connection…"));
    expect(await screen.findByText(/3 applications can no longer use it, and 412 users/)).toBeTruthy();
    expect((button("Delete connection") as HTMLButtonElement).disabled).toBe(true);
    await user.type(screen.getByLabelText(/Type the connection’s name/), "contoso-entra");
    await user.click(button("Delete connection"));
    await vi.waitFor(() => expect(router.path).toBe("/connections"));
    expect(fake.calls("deleteConnection")).toEqual([[id, "contoso-entra"]]);
  });
});

describe("leaving", () => {
  async function leaving() {
    const page = await opened();
    await page.user.type(screen.getByLabelText("Scopes"), " phone");
    router.go("/connections");
    await screen.findByText("Leave with unsaved changes?");
    return page;
  }

  it("asks, and stays when told to", async () => {
    const { user } = await leaving();
    await user.click(button("Keep editing"));
    expect([router.path, fake.calls("saveConnection").length]).toEqual([`/connections/${id}/settings`, 0]);
    expect(screen.queryByText("Leave with unsaved changes?")).toBeNull();
  });

  it("leaves without the changes", async () => {
    const { user } = await leaving();
    await user.click(screen.getAllByRole("button", { name: "Discard" }).at(-1) as HTMLElement);
    await vi.waitFor(() => expect(router.path).toBe("/connections"));
    expect(fake.calls("saveConnection")).toHaveLength(0);
  });

  it("saves, then leaves", async () => {
    const { user } = await leaving();
    await user.click(button("Save"));
    await vi.waitFor(() => expect(router.path).toBe("/connections"));
    expect(fake.calls("saveConnection")).toHaveLength(1);
  });

  it("does not ask between tabs", async () => {
    const { user } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    router.go(`/connections/${id}/test`);
    await settle();
    expect(router.path).toBe(`/connections/${id}/test`);
  });
});

describe("tabs", () => {
  it("are walked with arrow keys", async () => {
    const { user } = await opened();
    screen.getByRole("tab", { name: /Settings/ }).focus();
    await user.keyboard("{ArrowRight}");
    await vi.waitFor(() => expect(router.path).toBe(`/connections/${id}/provisioning`));
  });

  it("are reached by number", async () => {
    const { user } = await opened();
    await user.keyboard("{Control>}6{/Control}");
    await vi.waitFor(() => expect(router.path).toBe(`/connections/${id}/test`));
  });
});

describe("applications", () => {
  it("turns a switch at once, and back when the tenant refuses", async () => {
    const { user } = await opened("applications");
    const invoices = await screen.findByRole("switch", { name: "Invoices" });
    await user.click(invoices);
    expect(invoices.getAttribute("aria-checked")).toBe("true");
    fake.answer("switchApplications", () => {
      throw { code: "x", message: "The tenant refused.", field: null, remedy: null };
    });
    await user.click(screen.getByRole("switch", { name: "HR Desk" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The tenant refused.");
    expect(screen.getByRole("switch", { name: "HR Desk" }).getAttribute("aria-checked")).toBe("true");
  });
});

describe("the test", () => {
  it("goes through the tenant when told to", async () => {
    const { user } = await opened("test");
    await user.click(screen.getByRole("radio", { name: "Through the tenant" }));
    await user.click(button("Test again"));
    const application = { client_id: "5hKq2tMvR8xWz1NcYp7L", callback: "https://app.example.com/callback" };
    expect(fake.calls("startTrial")).toEqual([
      [expect.any(String), { way: "through_tenant", connection_id: id, application, organization: null }, "window"],
    ]);
  });

  it("signs in to the application that is chosen, and remembers it for the connection", async () => {
    const { user, unmount } = await opened("test");
    await user.click(screen.getByRole("radio", { name: "Through the tenant" }));
    await user.selectOptions(await screen.findByLabelText("Application"), "HR Desk");
    expect(screen.getByText("No secret, PKCE")).toBeTruthy();
    unmount();
    await opened("test");
    await vi.waitFor(() =>
      expect((screen.getByLabelText("Application") as HTMLSelectElement).value).toBe("b3XfJ9sLgQe6UaVd0ThM"),
    );
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Through the tenant" }).checked).toBe(true);
  });

  it("says what stops it before it starts, and enables the connection on the tenant by its name", async () => {
    await tenantDesk.load();
    const { user } = await opened("test");
    await user.click(screen.getByRole("radio", { name: "Through the tenant" }));
    await user.selectOptions(await screen.findByLabelText("Application"), "Invoices");
    expect(screen.getByText("contoso-entra is not enabled for Invoices.")).toBeTruthy();
    await user.click(button("Test again"));
    expect(fake.calls("startTrial")).toEqual([]);
    expect(document.activeElement).toBe(button("Enable on Local tenant"));
    await user.keyboard("{Enter}");
    await vi.waitFor(() => expect(screen.queryByText("contoso-entra is not enabled for Invoices.")).toBeNull());
    await vi.waitFor(() => expect(screen.getByRole("tab", { name: /Applications/ }).textContent).toContain("4"));
    await user.click(button("Test again"));
    expect(fake.calls("startTrial")[0]?.[1]).toMatchObject({ application: { client_id: "r6GvA2dXqH7uKjLf3ZyO" } });
  });

  it("asks anew what stops it where the program refuses", async () => {
    const { user } = await opened("test");
    await user.click(screen.getByRole("radio", { name: "Through the tenant" }));
    await screen.findByLabelText("Application");
    const refused = { code: "no-callback", message: "Field Portal has no callback URL.", field: null, remedy: null };
    const obstacle = { kind: "no_callback" as const, message: "Field Portal has no callback URL.", remedy: "Add one." };
    fake.answer("startTrial", () => {
      fake.answer("trialApplications", () => [
        {
          client_id: "5hKq2tMvR8xWz1NcYp7L",
          name: "Field Portal",
          app_type: "regular_web",
          callbacks: [],
          scope: "openid",
          confidential: true,
          organizations: true,
          unseen: null,
          obstacles: [obstacle],
        },
      ]);
      throw refused;
    });
    await user.click(button("Test again"));
    const link = await screen.findByRole("link", { name: "Edit its callback URLs" });
    expect(link.getAttribute("href")).toBe("#/applications/5hKq2tMvR8xWz1NcYp7L/settings");
    expect(screen.getAllByText("Field Portal has no callback URL.")).toHaveLength(1);
  });

  it("says that it tests what is not saved", async () => {
    const { user, rerender } = await opened();
    await user.type(screen.getByLabelText("Scopes"), " phone");
    await rerender({ params: { id, tab: "test" } });
    expect(screen.getByText("Testing unsaved changes")).toBeTruthy();
    await user.keyboard("{Control>}t{/Control}");
    expect(fake.calls("startTrial")[0]).toMatchObject([
      expect.any(String),
      { way: "direct", connection_id: id, form: { scope: "openid profile email phone" } },
      "window",
    ]);
  });

  it("goes on in the browser where the provider refuses the sign-in window", async () => {
    const { user } = await opened("test");
    fake.answer("startTrial", (own, request, place) => {
      const ended = { state: "ended", window_refused: place === "window", headline: "Test ended" } as const;
      return { ...played(request, undefined, undefined, place), ...ended, id: own };
    });
    await user.click(await screen.findByRole("button", { name: /^Test (again|login)$/ }));
    await user.click(await screen.findByRole("button", { name: "Continue in the browser" }));
    expect(fake.calls("startTrial")[1]?.[2]).toBe("browser");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "In the browser" }).checked).toBe(true);
  });

  it("asks on an Auth0 tenant before an address is added to an application, and does without where that is wanted", async () => {
    tenantDesk.adopt(state.tenants.choose("staging"));
    const { user } = await opened("test");
    await user.click(screen.getByRole("radio", { name: "Directly" }));
    expect(screen.queryByRole("radio", { name: "In the browser" })).toBeNull();
    await user.click(screen.getByRole("radio", { name: "Through the tenant" }));
    await screen.findByLabelText("Application");
    await user.click(screen.getByRole("radio", { name: "In the browser" }));
    await user.click(await screen.findByRole("button", { name: /^Test (again|login)$/ }));
    const dialog = within(await screen.findByRole("dialog", { name: /May the browser come back/ }));
    expect(fake.calls("startTrial")).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    expect(fake.calls("startTrial")).toEqual([]);
    await user.click(await screen.findByRole("button", { name: /^Test (again|login)$/ }));
    await user.click(await screen.findByRole("button", { name: "By the log alone" }));
    expect(fake.calls("startTrial")[0]?.[2]).toBe("browser_and_log");
    tenantDesk.adopt(state.tenants.choose("local"));
  });

  it("starts in the way that was chosen last, whatever page is looked at", async () => {
    const { user, unmount } = await opened("test");
    await user.click(screen.getByRole("radio", { name: "Through the tenant" }));
    unmount();
    await opened();
    await user.keyboard("{Control>}t{/Control}");
    expect(fake.calls("startTrial")).toEqual([
      [
        expect.any(String),
        { way: "through_tenant", connection_id: id, application: null, organization: null },
        "window",
      ],
    ]);
  });

  it("starts in the way of the last test after a restart", async () => {
    fake.answer("connection", () => ({
      ...theConnection(),
      last_trial: {
        way: "through_tenant",
        verdict: "passed",
        headline: "Login works",
        finished_at: "2026-11-27T09:00:00Z",
        changed: [],
      },
    }));
    await opened("test");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Through the tenant" }).checked).toBe(true);
  });

  it("shows what it came to with its time where its steps were not kept, and says so", async () => {
    fake.answer("keptTrials", () => [
      {
        id: "t",
        way: "direct",
        verdict: "passed",
        headline: "Login works",
        detail: "Priya signed in.",
        finished_at: "2026-10-27T09:00:00Z",
        person: null,
        took_ms: null,
        has_steps: false,
      },
    ]);
    await opened("test");
    expect((await screen.findByText("Login works", { selector: "h2" })).dataset.state).toBe("passed");
    expect(screen.getByText("Priya signed in.")).toBeTruthy();
    expect(screen.getByText("The steps of that test were not kept")).toBeTruthy();
    expect(screen.queryByText(/Never tested/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Copy report" })).toBeNull();
  });

  it("says that there is no result where what was kept cannot be read", async () => {
    fake.answer("keptTrials", () => []);
    fake.answer("connection", () => ({
      ...theConnection(),
      last_trial: {
        way: null,
        verdict: "not_kept",
        headline: "No result kept",
        finished_at: "2026-10-27T09:00:00Z",
        changed: [],
      },
    }));
    await opened("test");
    expect(screen.getByTestId("trial-headline").textContent).toBe("No result kept");
    expect(screen.getAllByText("No result kept").length).toBe(2);
  });

  it("says that what is saved is not what was tested, and offers the test as the next thing to do", async () => {
    fake.answer("connection", () => ({
      ...theConnection(),
      last_trial: {
        way: "direct",
        verdict: "passed",
        headline: "Login works",
        finished_at: "2026-11-27T09:00:00Z",
        changed: ["PKCE", "Scopes"],
      },
    }));
    const { user, rerender } = await opened();
    expect(screen.getByText("Changed since the last test")).toBeTruthy();
    expect(screen.queryByText("Login works")).toBeNull();
    const test = button("Test login");
    expect(test.classList.contains("btn--primary")).toBe(true);
    await user.type(screen.getByLabelText("Scopes"), " phone");
    expect(test.classList.contains("btn--primary")).toBe(false);
    await rerender({ params: { id, tab: "test" } });
    expect(screen.getByText(/PKCE and Scopes: saved otherwise than in this test/)).toBeTruthy();
  });

  it("turns the practice provider's dials", async () => {
    const { user } = await opened("test", "con_practice1");
    await user.click(await screen.findByTestId("dial-secret-rejected"));
    expect(fake.calls("setDial")).toEqual([["secret-rejected", true]]);
    await user.click(button("Test again"));
    await vi.waitFor(() =>
      expect(screen.getByTestId("trial-headline").textContent).toBe("Login failed at the token request"),
    );
    expect(screen.getByTestId("trial-step-token_request").dataset.state).toBe("failed");
  });
});

it("says so when there is no such connection", async () => {
  render(Connection, { params: { id: "con_nope" } });
  expect((await screen.findByRole("alert")).textContent).toContain(
    "The tenant has no connection with the ID con_nope.",
  );
});
