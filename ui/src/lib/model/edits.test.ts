import { describe, expect, it } from "vitest";
import { Edits, rebased } from "./edits.svelte";

type Values = { scope: string; domains: string[]; metadata: Record<string, { kind: string; value?: string }> };
const loaded: Values = { scope: "openid", domains: [], metadata: {} };

describe("a form", () => {
  it("takes over what is saved, and keeps what was typed since it was sent", () => {
    const edits = new Edits(loaded);
    edits.set({ scope: "openid email " });
    const sent = edits.now;
    edits.set({ domains: ["a.example"] });
    edits.adopt({ ...loaded, scope: "openid email" }, sent);
    expect(edits.now).toEqual({ scope: "openid email", domains: ["a.example"], metadata: {} });
    expect(edits.loaded.scope).toBe("openid email");
  });

  it("keeps an edit that takes back what was sent", () => {
    const edits = new Edits(loaded);
    edits.set({ scope: "openid email" });
    const sent = edits.now;
    edits.revert("scope");
    edits.adopt({ ...loaded, scope: "openid email" }, sent);
    expect([edits.loaded.scope, edits.now.scope]).toEqual(["openid email", "openid"]);
  });

  it("keeps every edit when what is saved was read again", () => {
    const edits = new Edits(loaded);
    edits.set({ scope: "openid email" });
    edits.adopt({ ...loaded, domains: ["theirs.example"] });
    expect(edits.now).toEqual({ ...loaded, scope: "openid email", domains: ["theirs.example"] });
    edits.discard();
    expect(edits.now).toEqual({ ...loaded, domains: ["theirs.example"] });
  });
});

describe("rebased", () => {
  it("looks at objects member by member", () => {
    const set = (value: string) => ({ kind: "set", value });
    const sent = { metadata: { issuer: set("a"), jwks_uri: set("b") } };
    const now = { metadata: { issuer: set("a"), jwks_uri: set("c"), token_endpoint: set("d") } };
    expect(rebased(now, sent, { metadata: {} } as typeof sent)).toEqual({
      metadata: { jwks_uri: set("c"), token_endpoint: set("d") },
    });
  });

  it("takes lists and texts whole", () => {
    expect(rebased(["a", "b"], ["a"], ["a", "c"])).toEqual(["a", "b"]);
    expect(rebased("typed", "sent", "saved")).toBe("typed");
    expect(rebased("sent", "sent", "saved")).toBe("saved");
  });
});
