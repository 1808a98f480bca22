import { largestDocument } from "$lib/model/fields";
import { checkDocument, liveDocument, type DocumentCheck, type Problem } from "$lib/api";
import { Question, type Ask } from "$lib/model/question.svelte";
import type { MetadataDocument } from "$lib/model/connection/draft.svelte";

/** The page's state that a document is compared with. */
type Page = { revision: string; discoveryUrl: string };

/** A metadata document that a person looks at before it replaces anything: from a file, or from the provider. */
export class DocumentReading {
  readonly #question = new Question<{ check: DocumentCheck; file: string | null }>();

  /** What came, and the file that it came from; from the provider where there is none. */
  readonly shown = $derived(this.#question.answer);
  readonly problem = $derived(this.#question.problem);
  readonly busy = $derived(this.#question.state === "asking");

  async ofFile(file: File, page: Page) {
    await this.#read(file.name, async () => {
      if (file.size > largestDocument)
        throw refusal(
          "file-too-large",
          `${file.name} has ${Math.ceil(file.size / 1024)} KiB, and ${largestDocument / 1024} KiB is the most that a metadata document may have.`,
          "Save a copy with the required members only, and use that.",
        );
      const text = await utf8(file);
      if (text === null)
        throw refusal(
          "file-not-text",
          `${file.name} is not text in UTF-8.`,
          "Save the provider’s document as JSON in UTF-8, and use that file.",
        );
      return checkDocument(page.revision, page.discoveryUrl, text);
    });
  }

  async ofProvider(page: Page) {
    await this.#read(null, (ticket) => liveDocument(ticket(), page.revision, page.discoveryUrl));
  }

  /** The document that is shown, to be taken into a draft. */
  get document(): MetadataDocument | null {
    const members = this.shown?.check.document;
    return this.shown && members ? { members, file: this.shown.file } : null;
  }

  close() {
    this.#question.clear();
  }

  stop() {
    this.#question.stop();
  }

  async #read(file: string | null, ask: Ask<DocumentCheck>) {
    this.#question.clear();
    await this.#question.now(async (ticket) => ({ check: await ask(ticket), file }));
  }
}

function refusal(code: string, message: string, remedy: string): Problem {
  return { code, message, field: "document", remedy };
}

/** The file as text with its byte order mark, if it has one: a strict parser would stop there. */
async function utf8(file: File): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}
