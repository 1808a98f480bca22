// The list of connections: one and many of them, created and deleted.
import type {
  BulkAction,
  BulkOutcome,
  ConnectionForm,
  ConnectionPage,
  Edit,
  EnabledCount,
  NameCheck,
  Problem,
} from "../../bindings";
import { added, command, found, progressed, state } from "../state";
import { rowOf } from "../tenant";
import { keep } from "../keptTrials";

export const list = {
  listConnections: command("listConnections", (from: string | null): ConnectionPage => {
    const [start, end] = [Number(from ?? 0), Number(from ?? 0) + 100];
    return { rows: state.views.slice(start, end).map(rowOf), next: end < state.views.length ? String(end) : null };
  }),
  cachedConnections: command("cachedConnections", () => null),
  connectionsOfApplication: command("connectionsOfApplication", () => []),
  connectionRow: command("connectionRow", (id: string) => rowOf(found(id))),
  enabledCounts: command("enabledCounts", (ids: string[]): EnabledCount[] =>
    ids.map((id) => ({ id, count: found(id).enabled_applications ?? 0 })),
  ),
  changeConnections: command("changeConnections", (ticket: string, ids: string[], action: BulkAction) =>
    each(ticket, ids, (id) => changedBy(action, id)),
  ),
  checkName: command("checkName", (name: string): NameCheck => {
    const problem = nameProblem(name.trim());
    const like = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    const free = [like, `${like}-2`].find((one) => like !== "" && nameProblem(one) === null);
    return { problem, suggestion: (problem && free) ?? null };
  }),
  createConnection: command("createConnection", (form: ConnectionForm, tested: string | null) => {
    const name = form.name.trim();
    const problem = nameProblem(name);
    if (problem) throw problem;
    const view = added({ ...form, name }, false);
    const trial = tested === null ? undefined : [...state.trials.values()].find((one) => one.id === tested);
    if (trial) keep(view.id, { ...trial, connection_id: view.id });
    return found(view.id);
  }),
  connectPracticeProvider: command("connectPracticeProvider", () => {
    const form: ConnectionForm = { ...found("con_practice_template").form, name: "practice" };
    return added(form, true);
  }),
  recreateConnection: command("recreateConnection", ({ form }: Edit) => added(form, false)),
  deletion: command("deletion", () => ({ users: 412, applications: 3 })),
  connectionReach: command("connectionReach", () => ({
    people: { kind: "known" as const, count: 412 },
    logins: { kind: "unknown" as const, why: "the credentials lack read:logs" },
    applications: { count: { kind: "known" as const, count: 3 }, named: ["Field Portal", "HR Desk", "Scanner"] },
  })),
  deleteConnection: command("deleteConnection", (id: string, typed: string) => {
    const view = found(id);
    if (typed !== view.form.name)
      throw {
        code: "name-differs",
        message: "That is another name.",
        field: "typed_name",
        remedy: null,
      } satisfies Problem;
    state.views = state.views.filter((one) => one.id !== id);
    return null;
  }),
};

async function each(ticket: string, ids: string[], change: (id: string) => boolean): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { changed: [], unchanged: 0, failed: [], left: 0 };
  for (const [index, id] of ids.entries()) {
    await new Promise((done) => setTimeout(done, state.pace));
    if (state.cancelled.has(ticket)) return { ...outcome, left: ids.length - index };
    try {
      if (change(id)) outcome.changed.push(id);
      else outcome.unchanged += 1;
    } catch (thrown) {
      outcome.failed.push({ id, problem: thrown as Problem });
    }
    progressed({ ticket, done: index + 1, total: ids.length });
  }
  return outcome;
}

function changedBy(action: BulkAction, id: string): boolean {
  const view = found(id);
  if (action.kind === "delete") {
    state.views = state.views.filter((one) => one.id !== id);
    return true;
  }
  if (action.kind === "button") {
    if (view.form.show_as_button === action.shown) return false;
    state.views = state.views.map((one) =>
      one.id === id
        ? { ...view, revision: `${Number(view.revision) + 1}`, form: { ...view.form, show_as_button: action.shown } }
        : one,
    );
    return true;
  }
  state.views = state.views.map((one) =>
    one.id === id
      ? { ...view, enabled_applications: Math.max(0, (view.enabled_applications ?? 0) + (action.enabled ? 1 : -1)) }
      : one,
  );
  return true;
}

function nameProblem(name: string): Problem | null {
  const problem = (message: string, remedy: string | null = null): Problem => ({
    code: "name",
    message,
    field: "name",
    remedy,
  });
  if (name.length > 128) return problem(`The name has ${name.length} characters, and 128 is the most.`);
  const odd = [...name].find((char) => !/[A-Za-z0-9-]/.test(char));
  if (odd !== undefined)
    return problem(`“${odd}” can’t be part of a name.`, "Use letters, numbers and single hyphens.");
  if (name.includes("--")) return problem("Two hyphens stand next to each other.", "Use a single one.");
  if (name.startsWith("-") || name.endsWith("-")) return problem("A name starts and ends with a letter or a number.");
  if (state.views.some((view) => view.form.name === name))
    return problem(`This tenant has a connection named **${name}** already.`, "Choose another name.");
  return null;
}
