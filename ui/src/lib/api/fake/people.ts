import type {
  ApplicationForm,
  ApplicationRow,
  ApplicationView,
  CallbackRemark,
  ConnectionView,
  FoundUsers,
  Problem,
  RefusedApplication,
  Switched,
  TenantApplication,
  UserRow,
  UserSearch,
  UserView,
  TrialApplication,
} from "../bindings";

type Kept = { client_id: string; name: string; app_type: string; callbacks: string[] };

const pageSize = 100;
const reach = 1000;

/** Applications and users of one tenant. */
export class FakePeople {
  #applications: Kept[];
  /** Connection and application, where enabled. */
  #enabled = new Set<string>();
  #users: UserRow[];

  constructor(applications: ApplicationRow[], connections: ConnectionView[], users: UserRow[]) {
    this.#applications = applications.map(({ client_id, name, app_type }) => ({
      client_id,
      name,
      app_type: app_type ?? "regular_web",
      callbacks: ["https://app.example.com/callback"],
    }));
    for (const view of connections)
      for (const app of applications.filter((one) => one.enabled)) this.#enabled.add(`${view.id} ${app.client_id}`);
    this.#users = users;
  }

  applications(): TenantApplication[] {
    return this.#applications.map(({ client_id, name, app_type }) => ({
      client_id,
      name,
      app_type,
      interactive: app_type !== "non_interactive",
      problem: null,
    }));
  }

  of(connection: string): ApplicationRow[] {
    return this.applications().map((one) => ({ ...one, enabled: this.#enabled.has(`${connection} ${one.client_id}`) }));
  }

  forTrial(connection: string, name: string): TrialApplication[] {
    return this.of(connection)
      .filter((one) => one.interactive)
      .map((one) => ({
        client_id: one.client_id,
        name: one.name,
        app_type: one.app_type,
        callbacks: this.#found(one.client_id).callbacks,
        scope: "openid profile email",
        confidential: one.app_type === "regular_web",
        organizations: true,
        unseen: null,
        obstacles: one.enabled
          ? []
          : [
              {
                kind: "not_enabled",
                message: `${name} is not enabled for ${one.name}.`,
                remedy: "Enable it. The tenant refuses such logins of the application, and so this test.",
              },
            ],
      }));
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const pair of this.#enabled) {
      const id = pair.split(" ")[1] ?? "";
      counts[id] = (counts[id] ?? 0) + 1;
    }
    return counts;
  }

  switch(connection: string, clientIds: string[], enabled: boolean): Switched {
    const refused: RefusedApplication[] = [];
    for (const id of clientIds) {
      if (!this.#applications.some((one) => one.client_id === id) || id.startsWith("gone-"))
        refused.push({ client_id: id, problem: problem("inexistent_client", "The client does not exist") });
      else if (enabled && this.#found(id).app_type === "non_interactive")
        refused.push({
          client_id: id,
          problem: problem(
            "no-logins",
            "Nobody signs in to a machine-to-machine application, so no connection can be enabled for it.",
          ),
        });
      else if (enabled) this.#enabled.add(`${connection} ${id}`);
      else this.#enabled.delete(`${connection} ${id}`);
    }
    return { refused };
  }

  application(id: string, connections: ConnectionView[], writable: boolean): ApplicationView {
    const { client_id, name, app_type, callbacks } = this.#found(id);
    return {
      client_id,
      app_type,
      interactive: app_type !== "non_interactive",
      form: { name, callbacks },
      connections: connections.map((view) => ({
        id: view.id,
        name: view.form.name,
        display_name: view.form.display_name,
        enabled: this.#enabled.has(`${view.id} ${id}`),
      })),
      confidential: app_type === "regular_web" || app_type === "non_interactive",
      writable,
      kept_for: app_type === "non_interactive" ? "Lintel manages this tenant with this application" : null,
    };
  }

  create(form: ApplicationForm, app_type: string): string {
    checked(form);
    const client_id = `new${this.#applications.length}`;
    this.#applications = [...this.#applications, { client_id, ...form, app_type }];
    return client_id;
  }

  save(id: string, form: ApplicationForm) {
    checked(form);
    this.#applications = this.#applications.map((one) => (one.client_id === id ? { ...one, ...form } : one));
  }

  delete(id: string, typed: string) {
    if (this.#found(id).name !== typed) throw problem("name-differs", "That is another name.", "typed_name");
    this.#applications = this.#applications.filter((one) => one.client_id !== id);
  }

  users({ text, connection }: UserSearch, page: number): FoundUsers {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const about = (row: UserRow) => [row.name, row.email, row.user_id].join(" ").toLowerCase();
    const found = this.#users.filter(
      (row) =>
        words.every((word) => about(row).includes(word)) && (connection === null || row.connection === connection),
    );
    if ((page + 1) * pageSize > reach) throw problem("invalid_query_string", "Pages reach the first 1000 entries");
    return { users: found.slice(page * pageSize, (page + 1) * pageSize), total: found.length, reach };
  }

  find(typed: string): UserRow[] {
    return this.#users.filter((row) =>
      [row.user_id, row.name, row.email].some((text) => text?.toLowerCase().includes(typed.toLowerCase())),
    );
  }

  user(id: string): UserView {
    const row = this.#users.find((one) => one.user_id === id);
    if (!row) throw problem("user-unknown", `The tenant has no user with the ID \`${id}\`.`);
    const attributes = [
      { name: "email", value: row.email, from: "email" },
      { name: "email_verified", value: true, from: "email_verified" },
      { name: "name", value: row.name, from: "name" },
      { name: "department", value: "Research", from: "context.userinfo.department" },
      { name: "groups", value: ["staff", "admins"], from: null },
    ];
    const subject = id.split("|").at(-1) ?? id;
    return {
      row,
      attributes,
      traced_at: row.last_login,
      identities: [{ provider: "oidc", connection: row.connection ?? "", subject }],
      blocked: subject === "2",
      groups: subject === "2" ? ["Harbour pilots", "Night watch"] : [],
      raw: JSON.stringify({ user_id: id, email: row.email, name: row.name }, null, 2),
    };
  }

  deleteUser(id: string, typed: string) {
    const { row } = this.user(id);
    if (typed !== id && typed !== row.email) throw problem("user-differs", "That is somebody else.", "typed");
    this.#users = this.#users.filter((one) => one.user_id !== id);
  }

  #found(id: string): Kept {
    const found = this.#applications.find((one) => one.client_id === id);
    if (!found) throw problem("application-unknown", `The tenant has no application with the client ID \`${id}\`.`);
    return found;
  }
}

export function manyApplications(total: number): ApplicationRow[] {
  return Array.from({ length: total }, (_, index) => ({
    client_id: `client-${index + 1}`,
    name: `App ${index + 1}`,
    app_type: "spa",
    interactive: true,
    enabled: false,
  }));
}

export function users(total: number): UserRow[] {
  const names = [
    "Priya Natarajan",
    "Jonas Lindqvist",
    "Mei Tanaka",
    "Omar Haddad",
    "Sofia Rossi",
    "Adaeze Obi",
    "Lucas Moreau",
  ];
  const connections = ["contoso-entra", "acme-okta", "northwind-google"];
  return Array.from({ length: total }, (_, index) => {
    const name = names[index % names.length] ?? "";
    const connection = connections[index % connections.length] ?? "";
    return {
      user_id: `oidc|${connection}|${index + 1}`,
      name,
      email: `${name.toLowerCase().replace(" ", ".")}${index < names.length ? "" : index}@contoso.example`,
      connection,
      logins: ((index * 7) % 40) + 1,
      last_login: new Date(Date.now() - index * 5_400_000).toISOString(),
      problem: null,
    };
  });
}

export function remarksOn(callbacks: string[]): CallbackRemark[] {
  return callbacks.flatMap((url): CallbackRemark[] => {
    if (/^localhost:\d/.test(url))
      return [{ url, refused: true, text: `“${url}” is no callback URL: it has no scheme.`, instead: `http://${url}` }];
    if (url.startsWith("http://") && !url.startsWith("http://localhost"))
      return [{ url, refused: false, text: `“${url}” is not encrypted.`, instead: null }];
    return [];
  });
}

function checked({ name, callbacks }: ApplicationForm) {
  if (name.trim() === "") throw problem("name-missing", "The name is empty.", "name");
  const odd = callbacks.find((url) => !URL.canParse(url));
  if (odd !== undefined)
    throw problem("callback-invalid", `“${odd}” is no callback URL: it is no absolute URL.`, "callbacks");
}

function problem(code: string, message: string, field: string | null = null): Problem {
  return { code, message, field, remedy: null };
}
