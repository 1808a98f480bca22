import type { AccessCheck, Desk, Problem, TenantAccess, TenantKind, TenantRow } from "../bindings";
import { callbackUrl } from "./tenant";

/** The tenants of the in-memory desk. */
export class FakeTenants {
  #rows: TenantRow[] = [
    { id: "local", name: "Local tenant", kind: "local", place: "Running at localhost:4400", problem: null, built_in: true },
    { id: "staging", name: "ExampleCo Staging", kind: "auth0", place: "exampleco-staging.eu.auth0.com", problem: null, built_in: false },
    { id: "lost", name: "Globex", kind: "auth0", place: "globex.us.auth0.com", problem: "The keychain holds no credentials for “Globex”.", built_in: false },
  ];
  #chosen = "local";

  desk(): Desk {
    const row = this.#row(this.#chosen);
    const local = row.kind === "local";
    return {
      version: "0.1.0",
      tenant: {
        id: row.id,
        name: row.name,
        kind: row.kind,
        place: local ? "On this computer" : "Auth0 tenant, EU",
        url: local ? "http://localhost:4400" : `https://${row.place}`,
        callback_url: local ? callbackUrl : `https://${row.place}/login/callback`,
      },
      tenants: this.#rows,
      keeps_credentials: true,
    };
  }

  choose(id: string): Desk {
    const { problem } = this.#row(id);
    if (problem) throw { code: "credentials-missing", message: problem, field: null, remedy: "Enter them again." } satisfies Problem;
    this.#chosen = id;
    return this.desk();
  }

  add(name: string, kind: TenantKind, place: string): Desk {
    this.#free(name);
    const id = `tenant${this.#rows.length}`;
    this.#rows = [...this.#rows, { id, name, kind, place, problem: null, built_in: false }];
    return this.choose(id);
  }

  rename(id: string, name: string): Desk {
    this.#free(name);
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, name } : row));
    return this.desk();
  }

  remove(id: string, typed: string): Desk {
    if (this.#row(id).name !== typed) throw { code: "name-differs", message: "That is another name.", field: "typed_name", remedy: null } satisfies Problem;
    this.#rows = this.#rows.filter((row) => row.id !== id);
    if (this.#chosen === id) this.#chosen = "local";
    return this.desk();
  }

  #row(id: string): TenantRow {
    const row = this.#rows.find((one) => one.id === id);
    if (!row) throw { code: "tenant-unknown", message: "There is no such tenant.", field: null, remedy: null } satisfies Problem;
    return row;
  }

  #free(name: string) {
    if (name === "" || this.#rows.some((row) => row.name === name)) throw { code: "tenant-name", message: `A tenant named “${name}” is here already.`, field: "name", remedy: "Choose another name." } satisfies Problem;
  }
}

export function accessOf(access: TenantAccess): AccessCheck {
  if (access.client_secret !== "right") throw { code: "credentials-refused", message: `${access.domain} refused the credentials.`, field: "client_secret", remedy: "Copy them again." } satisfies Problem;
  return {
    url: `https://${access.domain}`,
    scopes: [
      { scope: "read:connections", purpose: "list and open connections", granted: true },
      { scope: "update:connections", purpose: "save changes", granted: false },
    ],
  };
}
