import type { ExportSecrets } from "$lib/api";

/** What a person chose for client secrets, as long as the dialog stands. */
export class Secrets {
  kind = $state<ExportSecrets["kind"]>("left_out");
  passphrase = $state("");
  again = $state("");

  #asked = $state(false);

  /** What is wrong with the passphrase, once it was to be used. */
  get errors(): { passphrase?: string; again?: string } {
    if (!this.#asked || this.kind !== "sealed") return {};
    if (this.passphrase === "") return { passphrase: "The passphrase is empty. Type one, or leave the secrets out." };
    return this.again === this.passphrase ? {} : { again: "This is not the same passphrase. Type it once more." };
  }

  /** Nothing while the passphrase will not do. */
  chosen(): ExportSecrets | null {
    this.#asked = true;
    if (Object.keys(this.errors).length > 0) return null;
    return this.kind === "sealed" ? { kind: "sealed", passphrase: this.passphrase } : { kind: this.kind };
  }
}
