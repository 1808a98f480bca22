import {
  asProblem,
  closeExport,
  exportOffers,
  onBulkProgressed,
  readExport,
  writeExport,
  type ExportChoices,
  type ExportEnd,
  type ExportOffer,
  type ExportReading,
  type Problem,
} from "$lib/api";

type Occupied = Extract<ExportEnd, { kind: "occupied" }>;
type Written = Extract<ExportEnd, { kind: "written" }>;

/** One export: the connections are read once, and held by the program until it is closed. */
export class Exporting {
  reading = $state.raw<ExportReading | null>(null);
  /** What each format would be. */
  offers = $state.raw<ExportOffer[]>([]);
  pinned = $state(false);
  done = $state(0);
  writing = $state(false);
  /** The folder that was chosen has files that would be replaced. */
  occupied = $state.raw<Occupied | null>(null);
  problem = $state.raw<Problem | null>(null);

  #ticket = "";
  #closed = false;

  async read(ids: string[]) {
    const ticket = crypto.randomUUID();
    [this.#ticket, this.problem, this.done] = [ticket, null, 0];
    const stop = onBulkProgressed((progress) => {
      if (progress.ticket === ticket) this.done = progress.done;
    });
    try {
      const reading = await readExport(ticket, ids);
      if (this.#closed) return void closeExport(ticket);
      this.offers = await exportOffers(ticket, this.pinned);
      this.reading = reading;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      stop();
    }
  }

  /** Whether auth0-deploy-cli's files have the stored metadata. */
  async pin(pinned: boolean) {
    this.pinned = pinned;
    try {
      const offers = await exportOffers(this.#ticket, pinned);
      if (this.pinned === pinned) this.offers = offers;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** Nothing where the person thought better of it, where files would be replaced, and where it failed. */
  async write(choices: ExportChoices): Promise<Written | null> {
    if (this.writing) return null;
    const replacing = this.occupied?.files ?? [];
    [this.writing, this.problem] = [true, null];
    let end: ExportEnd | null = null;
    try {
      end = await writeExport(this.#ticket, choices, replacing);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    this.writing = false;
    this.occupied = end?.kind === "occupied" ? end : null;
    return end?.kind === "written" ? end : null;
  }

  /** Ends a reading that is under way; what was read is held no longer. */
  close() {
    this.#closed = true;
    void closeExport(this.#ticket);
  }
}
