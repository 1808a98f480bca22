import type {
  AccessCheck,
  DeskView,
  OtherTenant,
  Problem,
  TenantAccess,
  TenantKind,
  TenantOptions,
  TenantRow,
  WantedScope,
} from "../bindings";
import { callbackUrl } from "./tenant";

const settled = {
  options: { colour: null, read_only: false, production: false, proxy: "", authorities: "" },
  token_ends: null,
} satisfies Partial<TenantRow>;

/** The tenants of the in-memory desk. */
export class FakeTenants {
  #rows: TenantRow[] = [
    {
      id: "local",
      name: "Local tenant",
      kind: "local",
      place: "Running at localhost:4400",
      problem: null,
      contact: null,
      temporary: false,
      built_in: true,
      ...settled,
    },
    {
      id: "staging",
      name: "ExampleCo Staging",
      kind: "auth0",
      place: "exampleco-staging.eu.auth0.com",
      problem: null,
      contact: null,
      temporary: false,
      built_in: false,
      ...settled,
    },
    {
      id: "lost",
      name: "Globex",
      kind: "auth0",
      place: "globex.us.auth0.com",
      problem: {
        code: "credentials-missing",
        message: "The keychain holds no credentials for “Globex”.",
        field: null,
        remedy: "Enter them again.",
      },
      contact: null,
      temporary: false,
      built_in: false,
      ...settled,
    },
  ];
  #chosen = "local";

  desk(): DeskView {
    const row = this.#row(this.#chosen);
    const local = row.kind === "local";
    return {
      version: "0.1.0",
      tenant: {
        id: row.id,
        name: row.name,
        kind: row.kind,
        place: local
          ? row.temporary
            ? "Gone when Lintel ends"
            : row.problem
              ? "Not running"
              : "On this computer"
          : "Auth0 tenant, EU",
        url: local ? "http://localhost:4400" : `https://${row.place}`,
        callback_url: local ? callbackUrl : `https://${row.place}/login/callback`,
        problem: row.problem,
        temporary: row.temporary,
        colour: row.options.colour,
        read_only: row.options.read_only,
        production: row.options.production,
        token_ends: row.token_ends,
      },
      tenants: this.#rows,
      keeps_credentials: true,
    };
  }

  choose(id: string): DeskView {
    const { problem } = this.#row(id);
    if (problem) throw problem;
    this.#chosen = id;
    return this.desk();
  }

  add(name: string, kind: TenantKind, place: string): DeskView {
    this.#free(name);
    const id = `tenant${this.#rows.length}`;
    this.#rows = [
      ...this.#rows,
      { id, name, kind, place, problem: null, contact: null, temporary: false, built_in: false, ...settled },
    ];
    return this.choose(id);
  }

  /** The port of a local tenant is taken. */
  block(id: string) {
    const problem = {
      code: "port-taken",
      message:
        "Port 4400 is taken by python3 (process 4242). It is part of the local tenant’s address, so it is not changed by itself: end that program, or choose another port and change the address wherever it is registered.",
      field: null,
      remedy: null,
    };
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, place: "Not running", problem } : row));
  }

  chooseAtPort(id: string, port: number): DeskView {
    if (port === 4500)
      throw {
        code: "port-taken",
        message: "Port 4500 is taken by node (process 77).",
        field: "port",
        remedy: null,
      } satisfies Problem;
    this.#rows = this.#rows.map((row) =>
      row.id === id ? { ...row, place: `Running at localhost:${port}`, problem: null } : row,
    );
    return this.choose(id);
  }

  /** As it is without a keychain: the first tenant goes with the program. */
  startTemporary(): DeskView {
    this.#rows = [
      {
        id: "local",
        name: "Temporary tenant",
        kind: "local",
        place: "Running at localhost:4400",
        problem: null,
        contact: null,
        temporary: true,
        built_in: true,
        ...settled,
      },
    ];
    return this.choose("local");
  }

  lose(id: string, at: string) {
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, contact: { at, reached: false } } : row));
  }

  rename(id: string, name: string): DeskView {
    this.#free(name);
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, name } : row));
    return this.desk();
  }

  settle(id: string, options: TenantOptions): DeskView {
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, options } : row));
    return this.desk();
  }

  remove(id: string, typed: string): DeskView {
    if (this.#row(id).name !== typed)
      throw {
        code: "name-differs",
        message: "That is another name.",
        field: "typed_name",
        remedy: null,
      } satisfies Problem;
    this.#rows = this.#rows.filter((row) => row.id !== id);
    if (this.#chosen === id) this.#chosen = "local";
    return this.desk();
  }

  #row(id: string): TenantRow {
    const row = this.#rows.find((one) => one.id === id);
    if (!row)
      throw {
        code: "tenant-unknown",
        message: "There is no such tenant.",
        field: null,
        remedy: null,
      } satisfies Problem;
    return row;
  }

  #free(name: string) {
    if (name === "" || this.#rows.some((row) => row.name === name))
      throw {
        code: "tenant-name",
        message: `A tenant named “${name}” is here already.`,
        field: "name",
        remedy: "Choose another name.",
      } satisfies Problem;
  }
}

export function accessOf(access: TenantAccess): AccessCheck {
  const { credentials } = access;
  if (credentials.kind === "secret" && credentials.client_secret !== "right")
    throw {
      code: "credentials-refused",
      message: `${access.domain} refused the credentials.`,
      field: "client_secret",
      remedy: "Copy them again.",
    } satisfies Problem;
  return {
    url: `https://${access.domain}`,
    scopes: [
      { scope: "read:connections", purpose: "list and open connections", granted: true },
      { scope: "update:connections", purpose: "save changes", granted: false },
    ],
  };
}

const purposes: [string, string][] = [
  ["read:connections", "list and open connections"],
  ["read:connections_options", "see their settings"],
  ["create:connections", "create connections"],
  ["update:connections", "save changes"],
  ["update:connections_options", "save changes of their settings"],
  ["delete:connections", "delete connections"],
  ["read:clients", "list applications and enable them"],
  ["read:users", "count and list users"],
  ["delete:users", "delete users"],
  ["read:custom_domains", "show a callback URL for each custom domain"],
  ["read:connections_keys", "see the keys of private_key_jwt"],
  ["create:connections_keys", "create keys"],
  ["update:connections_keys", "rotate keys"],
  ["read:scim_config", "see whether SCIM is on"],
];

export const wantedScopes: WantedScope[] = purposes.map(([scope, purpose]) => ({ scope, purpose }));

/** The tenants that the tests federate with. */
export function otherTenant(typed: string): OtherTenant {
  if (typed.includes("localhost")) return { issuer: `${typed}/`, name: "local-tenant", local: true };
  if (typed === "acme.us.auth0.com") return { issuer: "https://acme.us.auth0.com/", name: "acme-auth0", local: false };
  throw {
    code: "domain-invalid",
    message: typed === "" ? "The domain is empty." : `“${typed}” is not a domain.`,
    field: "domain",
    remedy: "Enter the tenant’s domain, such as exampleco.us.auth0.com.",
  } satisfies Problem;
}
