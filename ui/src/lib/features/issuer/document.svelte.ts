import { largestDocument } from "$lib/model/fields";
import { asProblem, cancel, checkDocument, liveDocument, type DocumentCheck, type Problem } from "$lib/api";
import type { MetadataDocument } from "$lib/features/connections/draft.svelte";

/** The page's state that a document is compared with. */
type Page = { revision: string; discoveryUrl: string };

let tickets = 0;

/** A metadata document that a person looks at before it replaces anything: from a file, or from the provider. */
export class DocumentReading {
  /** What came, and the file that it came from; from the provider where there is none. */
  shown = $state.raw<{ check: DocumentCheck; file: string | null } | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  #ticket: string | null = null;

  async ofFile(file: File, page: Page) {
    if (file.size > largestDocument) {
      this.stop();
      this.problem = refusal(
        "file-too-large",
        `${file.name} has ${Math.ceil(file.size / 1024)} KiB, and ${largestDocument / 1024} KiB is the most that a metadata document may have.`,
        "Save a copy with the required members only, and use that.",
      );
      return;
    }
    await this.#read(file.name, async () => {
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
    await this.#read(null, (ticket) => liveDocument(ticket, page.revision, page.discoveryUrl));
  }

  /** The document that is shown, to be taken into a draft. */
  get document(): MetadataDocument | null {
    const members = this.shown?.check.document;
    return this.shown && members ? { members, file: this.shown.file } : null;
  }

  close() {
    this.shown = null;
  }

  stop() {
    if (this.#ticket !== null) void cancel(this.#ticket).catch(() => undefined);
    this.#ticket = null;
    this.busy = false;
  }

  async #read(file: string | null, ask: (ticket: string) => Promise<DocumentCheck>) {
    this.stop();
    const ticket = `document-${Date.now()}-${(tickets += 1)}`;
    this.#ticket = ticket;
    this.busy = true;
    this.problem = null;
    try {
      const check = await ask(ticket);
      if (this.#ticket === ticket) this.shown = { check, file };
    } catch (thrown) {
      if (this.#ticket === ticket) this.problem = asProblem(thrown);
    }
    if (this.#ticket === ticket) [this.#ticket, this.busy] = [null, false];
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
