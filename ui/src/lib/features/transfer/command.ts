// The command that does the same without a window. No secret is in it: the environment has them.
import type { TransferFrom, TransferPlan } from "$lib/api";

type Ends = { /** What the tenants are called here. */ from: string; to: string };
type Answers = { connections: string[] | null; secretsOf: string[] };

const ANSWERS = "answers.json";

/** The command, the file beside it, and the variables that it wants. */
export type AsCommand = { command: string; answers: string | null; file: string; variables: string[] };

export function asCommand(plan: TransferPlan, from: TransferFrom, ends: Ends, given: Answers): AsCommand {
  const names = given.connections === null ? [] : plan.connections.map(({ name }) => name);
  const variables = given.secretsOf.map(variableOf);
  const sealed = from.kind === "file" && typeof from.passphrase === "string";
  const parts =
    from.kind === "tenant"
      ? ["lintel connections promote", ...names.map(quoted), `--from ${quoted(ends.from)}`, `--to ${quoted(ends.to)}`]
      : [
          "lintel connections import",
          quoted(from.path),
          ...names.map((name) => `--only ${quoted(name)}`),
          `--tenant ${quoted(ends.to)}`,
        ];
  if (plan.answers !== null) parts.push(`--answers ${ANSWERS}`);
  given.secretsOf.forEach((name, index) => parts.push(`--secret ${quoted(`${name}=${variables[index] ?? ""}`)}`));
  parts.push("--plan");
  return {
    command: parts.join(" "),
    answers: plan.answers,
    file: ANSWERS,
    variables: [...(sealed ? ["LINTEL_PASSPHRASE"] : []), ...variables],
  };
}

const variableOf = (name: string) => `${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}_CLIENT_SECRET`;

/** One word for a POSIX shell. */
const quoted = (text: string) => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
