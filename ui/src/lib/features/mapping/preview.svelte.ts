import { previewMapping, type Channel, type MappingForm, type MappingOutcome, type MappingPreview } from "$lib/api";
import { Question } from "$lib/model/question.svelte";

type Previewed = { preview: MappingPreview; mapping: MappingForm };

/** The preview of a mapping as it is written. */
export class Preview {
  /** What the last text that could be saved made of the claims. */
  outcome = $state.raw<MappingOutcome | null>(null);

  /** The login whose claims were chosen; the newest where none was. */
  sample = $state<string | null>(null);

  readonly #connection: string;
  readonly #question = new Question<Previewed>(150, (previewed) => this.#keep(previewed));
  #mode: MappingForm["mode"] | undefined;

  constructor(connection: string) {
    this.#connection = connection;
  }

  /** The newest answer, and the text that it is about. */
  readonly newest = $derived(this.#question.answer?.preview ?? null);
  readonly about = $derived(this.#question.answer?.mapping.attributes ?? "");
  readonly problem = $derived(this.#question.problem);

  /** The outcome is older than the text. */
  readonly kept = $derived(this.outcome !== null && this.newest?.outcome === null);

  request(mapping: MappingForm, channel: Channel, sample: string | null) {
    this.#question.soon(async () => ({
      preview: await previewMapping(this.#connection, mapping, channel, sample),
      mapping,
    }));
  }

  stop() {
    this.#question.stop();
  }

  #keep({ preview, mapping }: Previewed) {
    // What the other mode made says nothing about this text.
    if (preview.outcome || mapping.mode !== this.#mode) this.outcome = preview.outcome;
    this.#mode = mapping.mode;
  }
}
