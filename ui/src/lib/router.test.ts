import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { match, router, type Guard } from "./router.svelte";
import { placeAt, routes } from "../routes";

/** As a link does it. */
const follow = async (to: string) => {
  location.hash = to;
  await moved();
};
const back = async (by = -1) => {
  const gone = new Promise((done) => addEventListener("hashchange", done, { once: true }));
  history.go(by);
  // Beyond either end nothing happens.
  await Promise.race([gone, new Promise((done) => setTimeout(done, 100))]);
  await moved();
};
/** A departure, and the way back where it is held. */
async function moved() {
  await new Promise((done) => setTimeout(done, 20));
  await vi.waitFor(() => expect(location.hash.replace(/\?.*/, "") || "#/connections").toBe(`#${router.path}`));
}

/** The same numbers each time. */
function numbers(seed: number) {
  return (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
}

describe("match", () => {
  it("reads the parameters of a path", () => {
    expect(match("/connections/:id/:tab", "/connections/con_1/test")).toEqual({ id: "con_1", tab: "test" });
    expect(match("/connections/:id", "/connections/a%20b")).toEqual({ id: "a b" });
  });

  it("refuses a path of another shape", () => {
    expect(match("/connections/:id", "/connections")).toBeNull();
    expect(match("/connections/:id", "/connections/")).toBeNull();
    expect(match("/connections", "/applications")).toBeNull();
  });

  it("refuses what is not encoded as an address is", () => {
    for (const path of ["/users/%", "/users/100%", "/users/%zz", "/users/%E0%A4%A"])
      expect(placeAt(path, "local"), path).toBeNull();
  });

  it("gives back any text that was encoded into a path", () => {
    const next = numbers(7);
    const odd = [
      "%",
      "/",
      "?",
      "#",
      "&",
      "=",
      "|",
      " ",
      "+",
      "\\",
      '"',
      "<",
      ".",
      "..",
      "é",
      "漢",
      "🙂",
      "\u0000",
      "a",
      "auth0|1",
      "__proto__",
    ];
    for (let round = 0; round < 500; round += 1) {
      const id = Array.from({ length: 1 + next(8) }, () => odd[next(odd.length)]).join("");
      expect(match("/users/:id", `/users/${encodeURIComponent(id)}`)).toEqual({ id });
    }
  });

  it("answers whatever stands in an address", () => {
    const next = numbers(11);
    for (let round = 0; round < 2000; round += 1) {
      const path =
        "/" +
        Array.from({ length: next(24) }, () => String.fromCharCode(32 + next(next(2) ? 95 : 0xd800 - 32))).join("");
      for (const { path: pattern } of routes) expect(() => match(pattern, path), JSON.stringify(path)).not.toThrow();
    }
  });
});

describe("placeAt", () => {
  it("prefers the page named new to a connection of that name", () => {
    expect(placeAt("/connections/new", "local")?.route.crumb).toBe("New connection");
  });

  it("keeps a page while only its tab changes", () => {
    expect(placeAt("/connections/a/test", "local")?.key).toBe(placeAt("/connections/a/settings", "local")?.key);
    expect(placeAt("/connections/a", "local")?.key).not.toBe(placeAt("/connections/b", "local")?.key);
  });

  it("builds a page of a tenant anew for another tenant, and has none before one is open", () => {
    expect(placeAt("/users", "local")?.key).not.toBe(placeAt("/users", "staging")?.key);
    expect(placeAt("/users", undefined)?.key).toBeNull();
    expect(placeAt("/tenants/staging/open", "local")?.key).toBe(placeAt("/tenants/staging/open", "staging")?.key);
    expect(placeAt("/tenants", undefined)?.key).not.toBeNull();
  });

  it("knows nothing else", () => {
    expect(placeAt("/nowhere", "local")).toBeNull();
  });
});

describe("router", () => {
  let stop: () => void;
  beforeEach(() => {
    location.hash = "";
    stop = router.start();
  });
  afterEach(() => {
    router.hold(() => false)();
    stop();
  });

  it("follows the address, and starts at the connections", async () => {
    expect(router.path).toBe("/connections");
    router.go("/connections/new?provider=okta");
    expect([router.path, router.query.get("provider")]).toEqual(["/connections/new", "okta"]);
    await follow("/users");
    expect(router.path).toBe("/users");
    await back();
    expect(router.path).toBe("/connections/new");
  });

  it("stays where it is while it is held, and goes on when told", async () => {
    router.go("/connections/a/settings");
    for (const leave of [
      () => router.go("/users"),
      () => follow("/users"),
      () => router.go("/users", { replace: true }),
    ]) {
      const held = vi.fn<Guard>(() => true);
      router.hold(held);
      await leave();
      await moved();
      expect([router.path, location.hash]).toEqual(["/connections/a/settings", "#/connections/a/settings"]);
      expect(held.mock.calls[0]?.[0]).toBe("/users");
      held.mock.calls[0]?.[1]();
      await moved();
      expect(router.path).toBe("/users");
      router.go("/connections/a/settings");
    }
  });

  it("loses no entry of the history to a held step back", async () => {
    await follow("/applications");
    await follow("/users");
    await follow("/connections/a/settings");
    const held = vi.fn<Guard>(() => true);
    router.hold(held);
    await back();
    await back(-2);
    expect([router.path, location.hash]).toEqual(["/connections/a/settings", "#/connections/a/settings"]);
    expect(held.mock.calls.map(([path]) => path)).toEqual(["/users", "/applications"]);
    held.mock.calls[0]?.[1]();
    await moved();
    expect(router.path).toBe("/users");
    await back();
    expect(router.path).toBe("/applications");
    await back(2);
    expect(router.path).toBe("/connections/a/settings");
  });

  it("is where the address is after any walk, and never leaves while it is held", async () => {
    const next = numbers(3);
    for (let step = 0; step < 60; step += 1) {
      const before = router.path;
      const holds = next(3) === 0;
      router.hold(() => holds);
      const to =
        ["/users", "/applications", "/connections/a/settings", "/connections/b/test", "/users/%"][next(5)] ?? "";
      const move = next(4);
      if (move === 0) router.go(to);
      else if (move === 1) router.go(to, { replace: true });
      else if (move === 2) await follow(to);
      else await back(next(2) ? -1 : 1);
      await moved();
      expect(`#${router.path}`).toBe(location.hash || "#/connections");
      if (holds) expect(router.path).toBe(before);
    }
  });

  it("holds the window that is about to close, and only while somebody asks for it", () => {
    const close = vi.fn();
    expect(router.holdsWindow(close)).toBe(false);
    const release = router.hold((path, proceed) => {
      if (path === null) proceed();
      return true;
    });
    expect(router.holdsWindow(close)).toBe(true);
    expect(close).toHaveBeenCalledOnce();
    release();
    expect(router.holdsWindow(close)).toBe(false);
  });
});
