// What is said of an export.
import type { ExportFormat, ExportLoss, ExportOffer, ExportSecrets } from "$lib/api";
import { ago } from "$lib/features/tenant/state";
import { count } from "$lib/ui/text";

/** Who cannot hold what is lost, and what the files are. */
const formats: Record<ExportFormat, { holder: string; files: string; secrets: string | null }> = {
  lintel: { holder: "Lintel’s file", files: "Comes back as it was.", secrets: null },
  deploy_cli_yaml: {
    holder: "auth0-deploy-cli’s YAML",
    files: "tenant.yaml, and config.json beside it.",
    secrets:
      "As placeholders. Give auth0-deploy-cli their values in `AUTH0_KEYWORD_REPLACE_MAPPINGS` of its configuration.",
  },
  deploy_cli_folder: {
    holder: "auth0-deploy-cli’s folder",
    files: "A file for each connection, and config.json.",
    secrets:
      "As placeholders. Give auth0-deploy-cli their values in `AUTH0_KEYWORD_REPLACE_MAPPINGS` of its configuration.",
  },
  terraform: {
    holder: "Terraform",
    files: "For the provider auth0/auth0 1.55, import blocks included.",
    secrets: "As variables without a value, which Terraform asks for.",
  },
};

export function hint({ format, losses }: ExportOffer, secrets: ExportSecrets["kind"]): string {
  const lost =
    losses.length > 0
      ? `Loses ${count(losses.length, "thing")}.`
      : format === "lintel" && secrets === "left_out"
        ? "Loses nothing but secrets."
        : "Loses nothing.";
  return `${lost} ${formats[format].files}`;
}

/** Of a format in which nobody chooses. */
export const secretsOf = (format: ExportFormat): string | null => formats[format].secrets;

export function lost({ format, losses }: ExportOffer, read: number): string {
  const these = read === 1 ? "this connection" : "these connections";
  return `${formats[format].holder} can’t hold ${count(losses.length, "thing")} of ${these}`;
}

export function whose({ connections }: ExportLoss, read: number): string {
  if (connections.length <= 2) return connections.join(", ");
  return connections.length === read ? `All ${read} connections` : `${connections.length} connections`;
}

/** A JSON Pointer as people write it. */
export function dotted(pointer: string): string {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).join(".");
}

/** The whole list, for a ticket or a commit. */
export function listed(losses: ExportLoss[]): string {
  return losses
    .map(({ connections, path, why }) => `${connections.join(", ")}: ${path ? `${dotted(path)}: ` : ""}${why}\n`)
    .join("");
}

export function size(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** How old a reading is, to the second while it is young. */
export function age(at: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(at)) / 1000);
  if (seconds < 1) return "just now";
  return seconds < 60 ? `${seconds} s ago` : ago(at);
}
