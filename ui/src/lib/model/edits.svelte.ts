// A form over what is saved, and what becomes of it when what is saved changes.

/** The values of a form. They are never changed in place: `now`, kept aside, is what was sent. */
export class Edits<T extends object> {
  #loaded: T = $state.raw() as T;
  #now: T = $state.raw() as T;

  constructor(loaded: T) {
    this.#loaded = loaded;
    this.#now = loaded;
  }

  /** What is saved, as far as the form knows. */
  get loaded(): T {
    return this.#loaded;
  }

  /** What stands in the form. */
  get now(): T {
    return this.#now;
  }

  set(part: Partial<T>) {
    this.#now = { ...this.#now, ...part };
  }

  revert(field: keyof T) {
    this.#now = { ...this.#now, [field]: this.#loaded[field] };
  }

  discard() {
    this.#now = this.#loaded;
  }

  /** Takes over what is saved now. What differs from `sent` stays, as an edit on top of it. */
  adopt(saved: T, sent: T = this.#loaded) {
    this.#loaded = saved;
    this.#now = rebased(this.#now, sent, saved);
  }
}

/** What is saved, under all that changed between `sent` and `now`. Objects are looked at member by member, everything else is whole. */
export function rebased<T>(now: T, sent: T, saved: T): T {
  if (same(now, sent)) return saved;
  if (!isObject(now) || !isObject(sent) || !isObject(saved)) return now;
  const members = Object.keys({ ...saved, ...sent, ...now }).map(
    (name) => [name, rebased<unknown>(now[name], sent[name], saved[name])] as const,
  );
  return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as T;
}

export function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
