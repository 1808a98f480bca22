import { recorded } from "./recorded";
import type {
  ApplicationRow,
  CommunicationChannel as Channel,
  ConnectionKeyRow,
  ConnectionRow,
  ConnectionView,
  DialView,
} from "../bindings";

export const callbackUrl = "http://localhost:4400/login/callback";

const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000).toISOString();

export function connections(): ConnectionView[] {
  return [
    made("con_wingtip4Hn8", "wingtip-idp", "https://login.wingtip.example", "back_channel", 0, null, null),
    made(
      "con_8ZkQ4tRvM2xJ",
      "contoso-entra",
      "https://login.microsoftonline.com/4b1f6a52-0c7e-4d39-9a6e-2f8d1c5e7b90/v2.0",
      "back_channel",
      3,
      true,
      0.2,
    ),
    made("con_acmeokta77", "acme-okta", "https://login.acme.example", "back_channel", 2, true, 20),
    made("con_globex91", "globex-keycloak", "https://id.globex.example/realms/workforce", "back_channel", 1, false, 3),
    made("con_initech05", "initech-ping", "https://sso.initech.example", "front_channel", 4, true, 60),
    made("con_northwind3", "northwind-google", "https://accounts.google.com", "back_channel", 6, true, 90),
    made(
      "con_tailspin21",
      "tailspin-onelogin",
      "https://tailspin.onelogin.example/oidc/2",
      "front_channel",
      1,
      true,
      400,
    ),
    {
      ...made("con_practice1", "practice-provider", "http://localhost:4410", "back_channel", 1, false, 1),
      practice: true,
    },
  ];
}

export function manyConnections(total: number): ConnectionView[] {
  return Array.from({ length: total }, (_, index) =>
    made(
      `con_${index}`,
      `customer-${index + 1}`,
      `https://id-${index + 1}.example`,
      index % 3 ? "back_channel" : "front_channel",
      index % 5,
      index % 7 ? index % 4 > 0 : null,
      index,
    ),
  );
}

export function rowOf(view: ConnectionView): ConnectionRow {
  const { id, form, last_trial } = view;
  return {
    id,
    name: form.name,
    display_name: form.display_name || form.name,
    client_id: form.client_id,
    issuer_host: URL.parse(form.discovery_url)?.host ?? null,
    domains: form.domains,
    channel: form.channel,
    show_as_button: form.show_as_button,
    last_trial,
    problem: null,
  };
}

export function applications(): ApplicationRow[] {
  const rows: [string, string, string | null, boolean][] = [
    ["5hKq2tMvR8xWz1NcYp7L", "Field Portal", "regular_web", true],
    ["b3XfJ9sLgQe6UaVd0ThM", "HR Desk", "spa", true],
    ["w8PzC4nYkR1oEtBm5SiD", "Scanner for Android", "native", true],
    ["r6GvA2dXqH7uKjLf3ZyO", "Invoices", "regular_web", false],
    ["m1TbW5cSxN9gIeRp8QvJ", "Partner Area", "regular_web", false],
    ["d7UoF0zMhK4aVlCy6BnE", "Status page", "spa", false],
    ["y2QjD8wGtP3sXfLr5OiA", "Nightly import", "non_interactive", false],
  ];
  return rows.map(([client_id, name, app_type, enabled]) => ({
    client_id,
    name,
    app_type,
    interactive: app_type !== "non_interactive",
    enabled,
  }));
}

/** The keys of a connection after so many rotations. */
export function keyRows(rotations: number): ConnectionKeyRow[] {
  const row = (number: number, state: ConnectionKeyRow["state"]): ConnectionKeyRow => ({
    kid: `KDcbKXNgcD-pvecrjsQ6eFhx6xfAVeb6s3ugcnDr0j${number}`,
    algorithm: "RS256",
    state,
    since: state === "current" ? hours(30) : null,
    expires: hours(-24 * 360),
    problem: null,
  });
  const keys = [row(rotations, "current"), row(rotations + 1, "next")];
  return rotations > 0 ? [...keys, row(rotations - 1, "previous")] : keys;
}

export const dials = (): DialView[] => recorded.practice.dials;

function made(
  id: string,
  name: string,
  discovery_url: string,
  channel: Channel,
  enabled: number,
  passed: boolean | null,
  ago: number | null,
): ConnectionView {
  return {
    id,
    revision: "1",
    form: {
      name,
      display_name: name,
      discovery_url,
      channel,
      client_id: "9d2c7b1e-58a4-4c0f-b7e1-6a3f90d4c215",
      client_secret: { kind: "unchanged" },
      client_secret_ends: "",
      auth_method: "client_secret_post",
      auth_signing_alg: "RS256",
      auth_audience: "token_endpoint",
      scope: "openid profile email",
      pkce: "auto",
      profile_sync: "on_each_login",
      domains:
        name === "contoso-entra"
          ? ["contoso.example", "emea.contoso.example"]
          : name === "acme-okta"
            ? ["acme.example"]
            : [],
      tenant_domain: "",
      show_as_button: name === "contoso-entra",
      icon_url: "",
      back_channel_nonce: false,
      id_token_algs: [],
      dpop_signing_alg: null,
      session_expiry: false,
      upstream_params: [],
      document: null,
      metadata: {},
      mapping: { mode: "bind_all", attributes: "", userinfo_scope: "" },
    },
    enabled_applications: enabled,
    has_secret: channel === "back_channel",
    last_trial:
      passed === null || ago === null
        ? null
        : {
            finished_at: hours(ago),
            way: "direct",
            verdict: passed ? "passed" : "failed",
            changed: [],
            headline: passed ? "Login works" : "Login failed at the ID token checks",
          },
    practice: false,
  };
}
