// The organizations of the in-memory desk.
import type { OrganizationChange, OrganizationRow, OrganizationUseForm, Problem } from "../bindings";

type Organization = { id: string; name: string; display_name: string; members: string[] };

export class FakeOrganizations {
  #all: Organization[];
  readonly #uses = new Map<string, OrganizationUseForm>();

  constructor(many: number) {
    this.#all = Array.from({ length: many }, (_, n) => one(`customer-${n + 1}`, `Customer ${n + 1}`));
  }

  of(connection: string): OrganizationRow[] {
    return this.#all.map(({ id, name, display_name }) => ({
      id,
      name,
      display_name,
      uses: this.#uses.get(`${connection} ${id}`) ?? null,
      problem: null,
    }));
  }

  switch(connection: string, { id, uses }: OrganizationChange) {
    if (uses) this.#uses.set(`${connection} ${id}`, uses);
    else this.#uses.delete(`${connection} ${id}`);
  }

  create(name: string, displayName: string) {
    const taken = this.#all.some((other) => other.name === name);
    if (taken) throw problem(`There is an organization ${name} already.`, "Choose another name.");
    this.#all.push(one(name, displayName || name));
  }

  delete(id: string) {
    this.#all = this.#all.filter((other) => other.id !== id);
  }

  members(id: string): string[] {
    return this.#all.find((other) => other.id === id)?.members ?? [];
  }

  setMember(id: string, user: string, member: boolean) {
    const found = this.#all.find((other) => other.id === id);
    if (found) found.members = [...found.members.filter((other) => other !== user), ...(member ? [user] : [])];
  }
}

function one(name: string, display_name: string): Organization {
  return { id: `org_${name.replaceAll("-", "")}`, name, display_name, members: [] };
}

function problem(message: string, remedy: string): Problem {
  return { code: "organization-taken", message, field: "name", remedy };
}
