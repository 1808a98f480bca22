import { fake } from "$lib/api/fake";
import type { MappingForm } from "$lib/api";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Preview } from "./preview.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const written = (attributes: string): MappingForm => ({ mode: "use_map", attributes, userinfo_scope: "" });

async function shown(preview: Preview, attributes: string) {
  preview.request(written(attributes), "back_channel", null);
  await vi.advanceTimersByTimeAsync(200);
}

it("keeps what the last text without an error made, and says that it is older", async () => {
  const preview = new Preview("con_1");
  await shown(preview, '{ "mail": "${context.tokenset.email}" }');
  expect([preview.outcome?.rows[0]?.value, preview.kept]).toEqual(["priya@contoso.example", false]);
  await shown(preview, '{ "mail": ');
  expect([preview.outcome?.rows[0]?.value, preview.kept]).toEqual(["priya@contoso.example", true]);
  expect([preview.newest?.slips[0]?.severity, preview.about]).toEqual(["error", '{ "mail": ']);
  await shown(preview, '{ "name": "${context.tokenset.name}" }');
  expect([preview.outcome?.rows[0]?.name, preview.kept]).toEqual(["name", false]);
});

it("keeps nothing that another mode made", async () => {
  const preview = new Preview("con_1");
  preview.request({ ...written(""), mode: "bind_all" }, "back_channel", null);
  await vi.advanceTimersByTimeAsync(200);
  expect(preview.outcome).not.toBeNull();
  await shown(preview, "{");
  expect([preview.outcome, preview.kept]).toEqual([null, false]);
});

it("keeps it too where the program could not be asked", async () => {
  const preview = new Preview("con_1");
  await shown(preview, '{ "mail": "${context.tokenset.email}" }');
  fake.answer("previewMapping", () => {
    throw { code: "tenant-unreachable", message: "The tenant does not answer.", field: null, remedy: null };
  });
  await shown(preview, '{ "name": "x" }');
  expect([preview.outcome?.rows[0]?.name, preview.problem?.message]).toEqual(["mail", "The tenant does not answer."]);
});
