import { asProblem, cancel, issuerDetails, type IssuerDetails, type JsonValue, type MetadataEdit, type MetadataMember, type Problem } from "$lib/api";

let tickets = 0;

/** The provider's metadata of one connection, read while it is looked at. */
export class Issuer {
  details = $state.raw<IssuerDetails | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  readonly #connection: string;
  #ticket: string | null = null;

  constructor(connection: string) {
    this.#connection = connection;
  }

  async load() {
    this.stop();
    const ticket = `issuer-${Date.now()}-${(tickets += 1)}`;
    this.#ticket = ticket;
    this.busy = true;
    try {
      const details = await issuerDetails(ticket, this.#connection);
      if (this.#ticket === ticket) [this.details, this.problem] = [details, null];
    } catch (thrown) {
      if (this.#ticket === ticket) this.problem = asProblem(thrown);
    }
    if (this.#ticket === ticket) this.busy = false;
  }

  stop() {
    if (this.busy && this.#ticket !== null) void cancel(this.#ticket).catch(() => undefined);
    this.#ticket = null;
    this.busy = false;
  }
}

/** A member as it will be: what is saved, under the edit that is not. */
export function edited(member: MetadataMember, edit: MetadataEdit | undefined): MetadataMember {
  if (!edit) return member;
  if (edit.kind === "stored") return { ...member, origin: "discovered", differs: false };
  return { ...member, value: edit.value, origin: edit.kind === "live" ? "discovered" : "overridden", differs: false };
}

export function same(a: JsonValue | null, b: JsonValue | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** How a value stands in a line: lists of words with spaces between, anything else that is no text as JSON. */
export function asText(value: JsonValue | null): string {
  if (typeof value === "string") return value;
  if (isWords(value)) return value.join(" ");
  return value === null ? "" : JSON.stringify(value);
}

/** The value that a line stands for, of the kind that the member has; a message where it stands for none. */
export function fromText(text: string, model: JsonValue | null): { value: JsonValue } | { message: string } {
  const typed = text.trim();
  if (isWords(model)) return { value: typed.split(/[\s,]+/).filter((word) => word !== "") };
  if (typeof model === "string" || model === null) return typed === "" ? { message: "Enter a value." } : { value: typed };
  try {
    return { value: JSON.parse(typed) as JsonValue };
  } catch (error) {
    return { message: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export function isWords(value: JsonValue | null): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
