import { describe, expect, it, vi } from "vitest";
import { match, router, type Guard } from "./router.svelte";
import { placeAt } from "../routes";

const arrived = () => new Promise((done) => setTimeout(done));

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
});

describe("placeAt", () => {
  it("prefers the page named new to a connection of that name", () => {
    expect(placeAt("/connections/new")?.route.crumb).toBe("New connection");
  });

  it("keeps a page while only its tab changes", () => {
    expect(placeAt("/connections/a/test")?.key).toBe(placeAt("/connections/a/settings")?.key);
    expect(placeAt("/connections/a")?.key).not.toBe(placeAt("/connections/b")?.key);
  });

  it("knows nothing else", () => {
    expect(placeAt("/nowhere")).toBeNull();
  });
});

describe("router", () => {
  it("follows the address, and starts at the connections", async () => {
    location.hash = "";
    const stop = router.start();
    expect(router.path).toBe("/connections");
    router.go("/connections/new?provider=okta");
    await arrived();
    expect([router.path, router.query.get("provider")]).toEqual(["/connections/new", "okta"]);
    stop();
  });

  it("stays where it is while it is held, and goes on when told", async () => {
    const stop = router.start();
    router.go("/connections/a/settings");
    await arrived();
    const held = vi.fn<Guard>(() => true);
    router.hold(held);
    router.go("/connections");
    await arrived();
    expect([router.path, location.hash]).toEqual(["/connections/a/settings", "#/connections/a/settings"]);
    expect(held.mock.calls[0]?.[0]).toBe("/connections");
    held.mock.calls[0]?.[1]();
    await arrived();
    expect(router.path).toBe("/connections");
    stop();
  });

  it("holds the window that is about to close, and only while somebody asks for it", () => {
    const close = vi.fn();
    expect(router.holdsWindow(close)).toBe(false);
    const release = router.hold((path, proceed) => {
      if (path === "") proceed();
      return true;
    });
    expect(router.holdsWindow(close)).toBe(true);
    expect(close).toHaveBeenCalledOnce();
    release();
    expect(router.holdsWindow(close)).toBe(false);
  });
});
