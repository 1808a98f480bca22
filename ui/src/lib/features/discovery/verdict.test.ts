import type { ProviderCheck } from "$lib/api";
import { checks } from "$lib/api/fake/checks";
import { describe, expect, it } from "vitest";
import { factsOf, foundAt, verdictOf } from "./verdict";

const incomplete = (missing: string[], invalid: string[] = []): ProviderCheck => ({
  ...checks("https://id.globex.example/realms/workforce"),
  back_channel: { usable: false, refusal: "The configuration will not do.", missing, invalid, findings: [] },
});

describe("verdictOf", () => {
  it("is content with a usable configuration", () => {
    expect(verdictOf(checks("https://login.acme.example"), "back_channel")).toMatchObject({
      kind: "found",
      mark: "ok",
      pressing: [],
    });
  });

  it("warns and lists what to look at", () => {
    const verdict = verdictOf(checks("https://login.microsoftonline.com/common/v2.0"), "back_channel");
    expect(verdict.mark).toBe("warn");
    expect(verdict.pressing.map((finding) => finding.code)).toEqual(["issuer_differs"]);
  });

  it("puts first why a sign-in will fail although the configuration is complete", () => {
    const sound = checks("https://login.acme.example");
    const finding = {
      code: "client-authentication-not-shared",
      severity: "error",
      member: "token_endpoint_auth_methods_supported",
      message: "The token endpoint accepts client_secret_basic.",
      expected: "client_secret_post or private_key_jwt",
      got: "client_secret_basic",
      literal: false,
      remedy: null,
      spec: "",
    } as const;
    const check: ProviderCheck = {
      ...sound,
      back_channel: { ...sound.back_channel, usable: false, findings: [finding] },
    };
    expect(verdictOf(check, "back_channel")).toMatchObject({
      kind: "found",
      mark: "err",
      pressing: [finding],
      rest: [],
    });
    expect(verdictOf(check, "front_channel").mark).toBe("ok");
  });

  it("says why the channel cannot use it, and names each member that keeps it from that", () => {
    const verdict = verdictOf(incomplete(["token_endpoint"], ["jwks_uri"]), "back_channel");
    expect(verdict.message).toBe("The configuration will not do.");
    const named = (state: string) => verdict.members.filter((member) => member.state === state).map(({ name }) => name);
    expect([named("missing"), named("invalid")]).toEqual([["token_endpoint"], ["jwks_uri"]]);
  });

  it("judges by the chosen channel alone", () => {
    expect(verdictOf(incomplete(["token_endpoint"]), "front_channel").kind).toBe("found");
  });

  it("leaves out what only the other channel needs", () => {
    const sound = checks("https://login.acme.example");
    const warning = {
      code: "id-token-response-type-not-advertised",
      severity: "warning",
      member: "response_types_supported",
      message: "id_token is not among the response types: code.",
      expected: "id_token",
      got: "code",
      literal: false,
      remedy: null,
      spec: "",
    } as const;
    const check: ProviderCheck = { ...sound, front_channel: { ...sound.front_channel, findings: [warning] } };
    expect(verdictOf(check, "back_channel")).toMatchObject({ mark: "ok", pressing: [], findings: [] });
    expect(verdictOf(check, "front_channel")).toMatchObject({ mark: "warn", pressing: [warning], findings: [warning] });
  });

  it("says what was tried when nothing was found", () => {
    const check = checks("https://x.example/notfound");
    const verdict = verdictOf({ ...check, back_channel: { ...check.back_channel, findings: [] } }, "back_channel");
    expect(verdict.kind).toBe("not_found");
    expect(verdict.message).toContain("https://x.example/notfound");
  });
});

describe("facts", () => {
  it("sums up what was found", () => {
    const found = checks("https://login.microsoftonline.com/tenant/v2.0").found;
    expect(found && factsOf(found)).toMatchObject({
      issuer: "Same as the URL",
      endpoints: "Authorization, token, keys",
      signing: "RS256, 5 keys",
      pkce: "Not listed",
      pkceListed: false,
    });
  });

  it("shows the part of the address that was not typed", () => {
    const found = checks("https://login.acme.example").found;
    expect(found && foundAt("https://login.acme.example/", found)).toBe("/.well-known/openid-configuration");
    expect(found && foundAt("login.acme.example", found)).toBe(found?.discovery_url);
  });
});
