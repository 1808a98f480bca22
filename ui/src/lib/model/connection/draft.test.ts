import { connections } from "$lib/api/fake/tenant";
import { describe, expect, it } from "vitest";
import { ConnectionDraft } from "./draft.svelte";

const saved = () => {
  const view = connections().find((one) => one.form.name === "contoso-entra");
  if (!view) throw new Error("no such connection");
  return view;
};

describe("a new connection", () => {
  it("starts with what most people want", () => {
    expect(new ConnectionDraft().form).toMatchObject({
      channel: "back_channel",
      scope: "openid profile email",
      profile_sync: "on_each_login",
      client_secret: { kind: "unchanged" },
    });
  });

  it("keeps a typed secret over Front Channel without sending it", () => {
    const draft = new ConnectionDraft();
    draft.set({ client_secret: "typed" });
    draft.set({ channel: "front_channel" });
    expect(draft.form.client_secret).toEqual({ kind: "unchanged" });
    draft.set({ channel: "back_channel" });
    expect(draft.form.client_secret).toEqual({ kind: "replace", value: "typed" });
  });

  it("keeps a typed secret while the client signs instead, without sending or asking for it", () => {
    const draft = new ConnectionDraft();
    draft.set({ client_secret: "typed" });
    draft.set({ auth_method: "private_key_jwt" });
    expect(draft.form.client_secret).toEqual({ kind: "unchanged" });
    draft.set({ client_secret: "" });
    expect([draft.complete(["client_secret"]), draft.problemOf("client_secret")]).toEqual([true, undefined]);
  });

  it("asks for what is empty, and for a secret only over Back Channel", () => {
    const draft = new ConnectionDraft();
    draft.set({ name: "acme" });
    expect(draft.complete()).toBe(false);
    expect(
      [
        draft.problemOf("name"),
        draft.problemOf("discovery_url")?.message,
        draft.problemOf("client_secret")?.message,
      ].map(Boolean),
    ).toEqual([false, true, true]);
    draft.set({ channel: "front_channel" });
    draft.complete();
    expect(draft.problemOf("client_secret")).toBeUndefined();
  });
});

describe("a saved connection", () => {
  it("is unchanged until something differs, and names what does", () => {
    const draft = new ConnectionDraft(saved());
    expect(draft.dirty).toBe(false);
    draft.set({ scope: "openid" });
    draft.set({ client_secret: "new" });
    expect(draft.changedLabels).toEqual(["Client Secret", "Scopes"]);
    draft.discard();
    expect(draft.dirty).toBe(false);
  });

  it("is unchanged once each setting is back as it was", () => {
    const draft = new ConnectionDraft(saved());
    draft.set({
      id_token_algs: ["RS256"],
      upstream_params: [{ name: "prompt", source: { kind: "value", value: "login" } }],
    });
    expect(draft.changedLabels).toEqual(["ID token algorithms", "Upstream parameters"]);
    draft.set({ id_token_algs: [] });
    draft.revert("upstream_params");
    expect(draft.dirty).toBe(false);
    const other = new ConnectionDraft({ ...saved(), form: { ...saved().form, id_token_algs: ["RS256", "ES256"] } });
    other.set({ id_token_algs: ["ES256", "RS256"] });
    expect(other.dirty).toBe(false);
  });

  it("does not need a secret it has", () => {
    expect(new ConnectionDraft(saved()).complete()).toBe(true);
  });
});

describe("a problem", () => {
  it("stands at its field until the value changes", () => {
    const draft = new ConnectionDraft();
    draft.set({ client_id: "wrong" });
    draft.mark({ code: "x", message: "Unknown client.", field: "client_id", remedy: null });
    expect([draft.problemOf("client_id")?.message, draft.problem]).toEqual(["Unknown client.", null]);
    draft.set({ client_id: "other" });
    expect(draft.problemOf("client_id")).toBeUndefined();
  });

  it("stands above the buttons when it has no field, or one that is not here", () => {
    const draft = new ConnectionDraft();
    draft.mark({ code: "x", message: "The tenant is away.", field: null, remedy: null });
    expect(draft.problem?.message).toBe("The tenant is away.");
    draft.mark({ code: "x", message: "Elsewhere.", field: "strategy", remedy: null });
    expect(draft.problem?.message).toBe("Elsewhere.");
  });
});
