import type { ExportReading, Problem } from "$lib/api";
import { fake } from "$lib/api/fake";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "../../../test/axe";
import ExportDialog from "./ExportDialog.svelte";

const three = ["con_acmeokta77", "con_initech05", "con_wingtip4Hn8"];
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const format = (name: RegExp) => screen.getByRole<HTMLInputElement>("radio", { name });
const press = (name: string | RegExp) => userEvent.click(button(name));
const full: Problem = {
  code: "export-not-written",
  message: "The export could not be written: No space left on device.",
  field: null,
  remedy: "Choose another place.",
};

function opened(ids = three) {
  const [onexported, onclose] = [vi.fn(), vi.fn()];
  const { unmount } = render(ExportDialog, { ids, onexported, onclose });
  return { onexported, onclose, unmount };
}

async function ready(ids = three) {
  const heard = opened(ids);
  await screen.findByRole("radio", { name: /Terraform/ });
  return heard;
}

/** Chooses the folder that has files already. */
async function occupied() {
  fake.answer("writeExport", () => ({
    kind: "occupied",
    path: "/srv/infra",
    files: ["versions.tf", "connections.tf"],
  }));
  await userEvent.click(format(/Terraform/));
  await press("Export 3 connections…");
  return screen.findByRole("dialog", { name: "Replace 2 files?" });
}

beforeEach(() => tenantDesk.load());

describe("before anything is written", () => {
  it("says of every format what it loses, and of the chosen one who loses it, and how old the reading is", async () => {
    await ready();
    expect(document.activeElement).toBe(format(/Lintel/));
    const hints = ["Lintel", "YAML", "folder", "Terraform"].map((name) => {
      const card = screen.getAllByRole("radio", { name: new RegExp(name) })[0];
      return card?.closest("label")?.textContent?.replace(/\s+/g, " ").trim();
    });
    expect(hints[0]).toContain("Loses nothing but secrets.");
    expect(hints[1]).toContain("Loses 2 things.");
    expect(hints[3]).toContain("Loses 3 things.");
    expect(screen.queryByRole("region", { name: "What is lost" })).toBeNull();
    expect(screen.getByRole("dialog").textContent).toMatch(/read 1\d s ago/);

    await userEvent.click(format(/Terraform/));
    const list = screen.getByRole("region", { name: "What is lost" });
    expect(list.textContent).toContain("Terraform can’t hold 3 things of these connections");
    const rows = within(list)
      .getAllByRole("listitem")
      .map((row) => row.textContent?.trim().replace(/\s+/g, " "));
    expect(rows[0]).toMatch(/^acme-okta options\.attribute_map: The provider has no attribute/);
    expect(rows[1]).toMatch(/^acme-okta, initech-ping options\.domain_aliases/);
    expect(rows[2]).toMatch(/^All 3 connections options\.oidc_metadata/);
    expect(screen.getByText(/^3 connections, 5 files, about 15 KB$/)).toBeTruthy();
    expect(fake.calls("writeExport")).toEqual([]);
    expect(await violations(document.body)).toEqual([]);
  });

  it("copies the whole list with every name", async () => {
    await ready();
    await userEvent.click(format(/Terraform/));
    const copied: string[] = [];
    const clipboard = { writeText: async (text: string) => void copied.push(text) };
    vi.stubGlobal("navigator", { ...navigator, clipboard });
    button("Copy list").click();
    await vi.waitFor(() => expect(copied).toHaveLength(1));
    vi.unstubAllGlobals();
    expect(copied[0]).toContain("acme-okta, initech-ping, wingtip-idp: options.oidc_metadata: The");
  });

  it("reads once for all formats, and asks anew only what the stored metadata changes", async () => {
    await ready();
    await userEvent.click(format(/YAML/));
    await userEvent.click(screen.getByRole("checkbox", { name: /stored metadata/ }));
    await vi.waitFor(() => expect(format(/YAML/).closest("label")?.textContent).toContain("Loses 1 thing."));
    await userEvent.click(format(/Terraform/));
    expect(fake.calls("readExport")).toHaveLength(1);
    expect(fake.calls("exportOffers").map(([, pinned]) => pinned)).toEqual([false, true]);
  });

  it("counts and names those that cannot be read", async () => {
    await ready([...three, "con_gone"]);
    expect(screen.getByRole("status").textContent).toContain("1 connection cannot be read, and is left out");
    expect(screen.getByRole("status").textContent).toContain("con_gone");
    expect(screen.getByText(/^3 of 4 connections, 1 file/)).toBeTruthy();
    expect(button("Export 3 connections…")).toBeTruthy();
  });

  it("tells how far the reading is, and cancelling ends it and closes", async () => {
    let end: (reading: ExportReading) => void = () => undefined;
    fake.answer("readExport", () => new Promise((done) => (end = done)));
    const { onclose, unmount } = opened();
    const [ticket] = fake.calls("readExport")[0] as [string];
    fake.progress({ ticket, done: 2, total: 3 });
    expect(await screen.findByText("Reading 2 of 3")).toBeTruthy();
    await press("Cancel");
    expect(onclose).toHaveBeenCalledOnce();
    unmount();
    expect(fake.calls("closeExport")).toEqual([[ticket]]);
    // What comes all the same is not held.
    end({ id: ticket, at: new Date().toISOString(), read: 3, unread: [] });
    await vi.waitFor(() => expect(fake.calls("closeExport")).toEqual([[ticket], [ticket]]));
    expect(fake.calls("exportOffers")).toEqual([]);
  });

  it("says why nothing could be read, and reads again", async () => {
    fake.answer("readExport", () => {
      throw { code: "tenant-unreachable", message: "The tenant could not be reached.", field: null, remedy: null };
    });
    opened();
    expect((await screen.findByRole("alert")).textContent).toContain("The tenant could not be reached.");
    expect(screen.queryByRole("radio")).toBeNull();
    fake.answer("readExport", (ticket) => ({ id: ticket, at: new Date().toISOString(), read: 3, unread: [] }));
    fake.answer("exportOffers", () => [
      { format: "lintel", label: "Lintel file, JSON", files: 1, bytes: 9, losses: [] },
    ]);
    await press("Try again");
    expect(await screen.findByRole("radio", { name: /Lintel/ })).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("secrets", () => {
  const choose = (kind: string) => userEvent.selectOptions(screen.getByLabelText("Client secrets"), kind);
  const chosen = () => fake.calls("writeExport").map(([, choices]) => choices);

  it("are left out unless something else is chosen", async () => {
    const { onexported, onclose } = await ready();
    await press("Export 3 connections…");
    expect(chosen()).toEqual([{ format: "lintel", secrets: { kind: "left_out" }, pin_metadata: false }]);
    await vi.waitFor(() => expect(onclose).toHaveBeenCalledOnce());
    expect(onexported).toHaveBeenCalledWith("3 connections exported to /home/ada/connections.json");
  });

  it("are sealed once the passphrase was typed twice and is the same", async () => {
    await ready();
    await choose("sealed");
    await press("Export 3 connections…");
    expect(screen.getByRole("alert").textContent).toContain("The passphrase is empty.");
    await userEvent.type(screen.getByLabelText("Passphrase"), "correct horse");
    await userEvent.type(screen.getByLabelText("Passphrase, again"), "correct house");
    await press("Export 3 connections…");
    expect(screen.getByRole("alert").textContent).toContain("This is not the same passphrase.");
    expect(chosen()).toEqual([]);
    await userEvent.clear(screen.getByLabelText("Passphrase, again"));
    await userEvent.type(screen.getByLabelText("Passphrase, again"), "correct horse");
    await press("Export 3 connections…");
    expect(chosen()).toEqual([
      { format: "lintel", secrets: { kind: "sealed", passphrase: "correct horse" }, pin_metadata: false },
    ]);
  });

  it("are no choice in files of other tools, and what was typed does not go with them", async () => {
    await ready();
    await choose("sealed");
    await userEvent.type(screen.getByLabelText("Passphrase"), "half of it");
    await userEvent.click(format(/Terraform/));
    expect(screen.queryByLabelText("Client secrets")).toBeNull();
    expect(screen.getByRole("dialog").textContent).toContain("As variables without a value");
    await press("Export 3 connections…");
    expect(chosen()).toEqual([{ format: "terraform", secrets: { kind: "left_out" }, pin_metadata: false }]);
  });
});

describe("writing", () => {
  it("that fails says why, and everything stays as it was chosen", async () => {
    const { onclose } = await ready();
    await userEvent.selectOptions(screen.getByLabelText("Client secrets"), "placeholders");
    fake.answer("writeExport", () => {
      throw full;
    });
    await press("Export 3 connections…");
    expect((await screen.findByRole("alert")).textContent).toContain("No space left on device");
    expect(screen.getByLabelText<HTMLSelectElement>("Client secrets").value).toBe("placeholders");
    expect(onclose).not.toHaveBeenCalled();
    fake.answer("writeExport", () => ({ kind: "written", path: "/tmp/c.json", files: 1 }));
    await press("Export 3 connections…");
    await vi.waitFor(() => expect(onclose).toHaveBeenCalledOnce());
    expect(fake.calls("readExport")).toHaveLength(1);
  });

  it("stays where the person closes the system's dialog", async () => {
    const { onexported, onclose } = await ready();
    fake.answer("writeExport", () => null);
    await press("Export 3 connections…");
    await vi.waitFor(() => expect(fake.calls("writeExport")).toHaveLength(1));
    expect([onexported, onclose].map((heard) => heard.mock.calls.length)).toEqual([0, 0]);
    expect(button("Export 3 connections…").getAttribute("aria-busy")).toBeNull();
  });

  it("names the files that it would replace, and replaces those once it is told to", async () => {
    const { onexported } = await ready();
    const question = await occupied();
    expect(question.textContent).toContain("versions.tf and connections.tf are in /srv/infra already.");
    fake.answer("writeExport", () => ({ kind: "written", path: "/srv/infra", files: 5 }));
    await press("Replace 2 files");
    expect(fake.calls("writeExport").map(([, , replacing]) => replacing)).toEqual([
      [],
      ["versions.tf", "connections.tf"],
    ]);
    await vi.waitFor(() => expect(onexported).toHaveBeenCalledWith("3 connections exported to /srv/infra, 5 files"));
  });

  it("goes to another folder, or back to what was chosen", async () => {
    const { onclose } = await ready();
    await occupied();
    await press("Another folder…");
    expect(fake.calls("writeExport").map(([, , replacing]) => replacing)).toEqual([[], []]);
    await screen.findByRole("dialog", { name: "Replace 2 files?" });
    await press("Keep them");
    expect(screen.getByRole("dialog", { name: "Export 3 connections" })).toBeTruthy();
    expect(format(/Terraform/).checked).toBe(true);
    expect(onclose).not.toHaveBeenCalled();
  });
});
