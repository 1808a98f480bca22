import { asProblem, previewMapping, type Channel, type MappingForm, type MappingPreview, type Problem } from "$lib/api";

/** The preview of a mapping as it is written: the newest question wins. */
export class Preview {
  shown = $state.raw<MappingPreview | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly #connection: string;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(connection: string) {
    this.#connection = connection;
  }

  /** Asks 150 ms after the last key. */
  request(mapping: MappingForm, channel: Channel) {
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => void this.#ask(mapping, channel), 150);
  }

  stop() {
    clearTimeout(this.#wait);
    this.#asked += 1;
  }

  async #ask(mapping: MappingForm, channel: Channel) {
    const question = (this.#asked += 1);
    try {
      const preview = await previewMapping(this.#connection, mapping, channel);
      if (question === this.#asked) [this.shown, this.problem] = [preview, null];
    } catch (thrown) {
      if (question === this.#asked) this.problem = asProblem(thrown);
    }
  }
}
