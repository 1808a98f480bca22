import {
  asProblem,
  previewMapping,
  type Channel,
  type MappingForm,
  type MappingOutcome,
  type MappingPreview,
  type Problem,
} from "$lib/api";

/** The preview of a mapping as it is written: the newest question wins. */
export class Preview {
  /** The newest answer, and the text that it is about. */
  newest = $state.raw<MappingPreview | null>(null);
  about = $state.raw("");
  /** What the last text that could be saved made of the claims. */
  outcome = $state.raw<MappingOutcome | null>(null);
  problem = $state.raw<Problem | null>(null);

  /** The login whose claims were chosen; the newest where none was. */
  sample = $state<string | null>(null);

  readonly #connection: string;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #mode: MappingForm["mode"] | undefined;

  constructor(connection: string) {
    this.#connection = connection;
  }

  /** The outcome is older than the text. */
  get kept(): boolean {
    return this.outcome !== null && this.newest?.outcome === null;
  }

  /** Asks 150 ms after the last key. */
  request(mapping: MappingForm, channel: Channel, sample: string | null) {
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => void this.#ask(mapping, channel, sample), 150);
  }

  stop() {
    clearTimeout(this.#wait);
    this.#asked += 1;
  }

  async #ask(mapping: MappingForm, channel: Channel, sample: string | null) {
    const question = (this.#asked += 1);
    try {
      const preview = await previewMapping(this.#connection, mapping, channel, sample);
      if (question !== this.#asked) return;
      [this.newest, this.about, this.problem] = [preview, mapping.attributes, null];
      // What the other mode made says nothing about this text.
      if (preview.outcome || mapping.mode !== this.#mode) this.outcome = preview.outcome;
      this.#mode = mapping.mode;
    } catch (thrown) {
      if (question === this.#asked) this.problem = asProblem(thrown);
    }
  }
}
