import { asProblem, readDomains, type DomainRow, type DomainsRead, type Problem, type RefusedDomain } from "$lib/api";
import { count } from "$lib/ui/text";

/** Reads what is typed for domains, and knows what speaks against those that were read. */
export class Domains {
  /** By domain. */
  rows = $state.raw<Record<string, DomainRow>>({});
  refused = $state.raw<RefusedDomain[]>([]);
  /** What became of the last entry, where it is not plain. */
  note = $state("");
  problem = $state.raw<Problem | null>(null);

  readonly #connection: string;

  constructor(connection: string) {
    this.#connection = connection;
  }

  /** The domains with the typed ones behind them; nothing where they could not be read. */
  async add(held: string[], typed: string): Promise<string[] | null> {
    const read = await this.#read(held, typed);
    if (!read) return null;
    this.refused = [
      ...this.refused.filter((one) => !read.refused.some((again) => again.value === one.value)),
      ...read.refused,
    ];
    const added = read.domains.length - held.length;
    this.note = [
      added > 1 ? `${count(added, "domain")} added.` : "",
      read.repeated > 0
        ? `${count(read.repeated, "domain")} ${read.repeated === 1 ? "was" : "were"} there already.`
        : "",
    ]
      .join(" ")
      .trim();
    return read.domains.map((row) => row.domain);
  }

  /** What speaks against domains that were saved. */
  async look(held: string[]) {
    await this.#read(held, "");
  }

  async #read(held: string[], typed: string): Promise<DomainsRead | null> {
    try {
      const read = await readDomains(this.#connection, held, typed);
      this.rows = { ...this.rows, ...Object.fromEntries(read.domains.map((row) => [row.domain, row])) };
      this.problem = null;
      return read;
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return null;
    }
  }
}
