// Connections on their way into files: Lintel's own loses nothing, the others something of each kind.
import type { ExportFormat, ExportLoss, ExportOffer, ExportReading, Problem } from "../../bindings";
import { command, found, progressed, state } from "../state";

const labels: Record<ExportFormat, string> = {
  lintel: "Lintel file, JSON",
  deploy_cli_yaml: "auth0-deploy-cli, YAML",
  deploy_cli_folder: "auth0-deploy-cli, folder",
  terraform: "Terraform, folder",
};
const names = {
  deploy_cli_yaml: ["tenant.yaml", "config.json"],
  deploy_cli_folder: ["config.json"],
  terraform: ["versions.tf", "connections.tf", "imports.tf", "variables.tf", "terraform.tfvars.example"],
};

export const exports = {
  readExport: command("readExport", async (ticket, ids): Promise<ExportReading> => {
    const unread: ExportReading["unread"] = [];
    const read: string[] = [];
    for (const [index, id] of ids.entries()) {
      await new Promise((done) => setTimeout(done, state.pace / 4));
      if (state.cancelled.has(ticket)) throw cancelled;
      try {
        read.push(found(id).form.name);
      } catch (problem) {
        unread.push({ id, problem: problem as Problem });
      }
      progressed({ ticket, done: index + 1, total: ids.length });
    }
    if (read.length === 0 && unread[0]) throw unread[0].problem;
    state.exported = { ticket, names: read.sort() };
    return { id: ticket, at: new Date(Date.now() - 12_000).toISOString(), read: read.length, unread };
  }),
  exportOffers: command("exportOffers", (ticket, pin): ExportOffer[] => {
    const all = held(ticket);
    return (Object.keys(labels) as ExportFormat[]).map((format) => ({
      format,
      label: labels[format],
      files: format === "lintel" ? 1 : names[format].length + (format === "deploy_cli_folder" ? all.length : 0),
      bytes: 2400 + 4300 * all.length,
      losses: losses(format, all, pin),
    }));
  }),
  writeExport: command("writeExport", (ticket, { format }) => {
    held(ticket);
    const files = format === "lintel" ? 1 : names[format].length;
    return {
      kind: "written",
      path: format === "lintel" ? "/home/ada/connections.json" : "/home/ada/infrastructure",
      files,
    };
  }),
  closeExport: command("closeExport", (ticket) => {
    state.cancelled.add(ticket);
    if (state.exported?.ticket === ticket) state.exported = null;
    return null;
  }),
};

const cancelled: Problem = { code: "cancelled", message: "Cancelled.", field: null, remedy: null };

function held(ticket: string): string[] {
  if (state.exported?.ticket === ticket) return state.exported.names;
  throw {
    code: "export-closed",
    message: "What was read for this export is not held any more.",
    field: null,
    remedy: "Export once more.",
  } satisfies Problem;
}

function losses(format: ExportFormat, all: string[], pinned: boolean): ExportLoss[] {
  const [first = ""] = all;
  const metadata = { connections: all, path: "/options/oidc_metadata" };
  if (format === "lintel") return [];
  if (format === "terraform")
    return [
      {
        connections: [first],
        path: "/options/attribute_map",
        why: "The provider has no attribute for this; an update by Terraform takes it away.",
      },
      {
        connections: all.slice(0, 2),
        path: "/options/domain_aliases",
        why: "It is a set there: its order is lost, and what it has twice.",
      },
      {
        ...metadata,
        why: "The provider never sends the stored metadata: what was uploaded is lost at the next apply, and without a discovery URL all of it.",
      },
    ];
  const left = "The stored metadata is left out: the tenant reads it anew from the discovery URL.";
  return [
    {
      connections: [first],
      path: "/scim_configuration",
      why: "The tool cannot say that SCIM is off; that of the target stays as it is.",
    },
    ...(pinned ? [] : [{ ...metadata, why: left }]),
  ];
}
