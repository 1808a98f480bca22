import { issuerDetails, type IssuerDetails, type JsonValue, type MetadataEdit, type MetadataMember } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

/** The provider's metadata of one connection, read while it is looked at. */
export class Issuer {
  readonly #connection: string;
  readonly #revision: () => string;
  readonly #question = new Question<IssuerDetails>();

  readonly details = $derived(this.#question.answer);
  readonly problem = $derived(this.#question.problem);
  readonly busy = $derived(this.#question.state === "asking");

  /** `revision` is that of the state which the page shows. */
  constructor(connection: string, revision: () => string) {
    this.#connection = connection;
    this.#revision = revision;
  }

  /** What the page and the check that was just made say, or tenant and provider when they are asked afresh. */
  async load(afresh: boolean) {
    await this.#question.now((ticket) => issuerDetails(ticket(), this.#connection, this.#revision(), afresh));
  }

  stop() {
    this.#question.stop();
  }
}

/** The members as they will be: what is saved, under a document that takes the stored one's place, under edits of members. */
export function asDrafted(
  members: MetadataMember[],
  document: Record<string, JsonValue> | null,
  edits: Record<string, MetadataEdit>,
): MetadataMember[] {
  const under = document ? withDocument(members, document) : members;
  return under.map((member) => edited(member, edits[member.name]));
}

function withDocument(members: MetadataMember[], document: Record<string, JsonValue>): MetadataMember[] {
  const known = members.map((member) => {
    const value = document[member.name] ?? null;
    // The connection's own word stands; what the specification says holds where the document is silent.
    if (member.origin === "overridden" || (value === null && member.origin === "default")) return member;
    return {
      ...member,
      value,
      origin: value === null ? ("absent" as const) : ("discovered" as const),
      differs: member.live !== null && !same(member.live, value),
    };
  });
  const names = new Set(members.map((member) => member.name));
  const added = Object.entries(document).filter(([name]) => !names.has(name));
  return [
    ...known,
    ...added.map(([name, value]): MetadataMember => ({
      name,
      value,
      origin: "discovered",
      live: null,
      differs: false,
    })),
  ];
}

/** A member under the edit that is not saved. */
function edited(member: MetadataMember, edit: MetadataEdit | undefined): MetadataMember {
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
  if (typeof model === "string" || model === null)
    return typed === "" ? { message: "Enter a value." } : { value: typed };
  try {
    return { value: JSON.parse(typed) as JsonValue };
  } catch {
    return {
      message: 'This is not JSON. Write it as the provider’s document does, such as `true`, `3600` or `["a", "b"]`.',
    };
  }
}

export function isWords(value: JsonValue | null): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
