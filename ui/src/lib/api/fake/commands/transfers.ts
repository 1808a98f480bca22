// Connections that are brought from another tenant: one is new here, one is another, one has a question.
import type {
  PlannedConnection,
  Problem,
  RunConnection,
  TransferChoices,
  TransferFrom,
  TransferOutcome,
  TransferPlan,
  TransferRun,
  TransferStep,
} from "../../bindings";
import { command, state, transferred } from "../state";

const sides = {
  source: { name: "ExampleCo Staging", domain: "exampleco-staging.eu.auth0.com", fingerprint: "4f9c21d07a" },
  target: { name: "Local tenant", domain: "localhost:4400", fingerprint: "a07e66b31c" },
};

const wrongPassphrase: Problem = {
  code: "wrong-passphrase",
  message: "The passphrase is not the one that the secrets were sealed with.",
  field: "passphrase",
  remedy: null,
};

export const transfers = {
  chooseImport: command("chooseImport", (): string | null => "/home/me/acme.json"),
  planTransfer: command("planTransfer", (_ticket, from, choices): TransferPlan => {
    if (from.kind === "file" && from.passphrase && from.passphrase !== "open sesame") throw wrongPassphrase;
    return planned(choices, from);
  }),
  runTransfer: command("runTransfer", async (ticket, plan): Promise<TransferOutcome> => {
    const { connections } = planned({});
    const written = connections.filter(({ steps }) => steps.length > 0);
    return { kind: "ran", run: await carriedOut(ticket, plan, written.map(began)) };
  }),
  resumeTransfer: command("resumeTransfer", (ticket, run) => carriedOut(ticket, run, found(run).connections)),
  leaveTransfer: command("leaveTransfer", (run) => keep({ ...found(run), state: "left" })),
  takeBackTransfer: command("takeBackTransfer", (run) =>
    keep({
      ...found(run),
      state: "taken_back",
      connections: found(run).connections.map((one) => ({
        ...one,
        steps: one.steps.map((step) => (step.state === "done" ? { ...step, state: "taken_back" } : step)),
      })),
    }),
  ),
  transferRuns: command("transferRuns", () => state.transfers),
};

export function planned(choices: TransferChoices, from?: TransferFrom): TransferPlan {
  const kiosk = choices.applications?.find(({ source }) => source === "Kiosk");
  const leftOut = (name: string) =>
    choices.pairs?.some((pair) => pair.source === name && pair.target.kind === "left_out");
  const all: PlannedConnection[] = [
    {
      ...connection("globex-entra"),
      state: "create",
      lines: [{ path: "/display_name", label: "Display Name", before: null, after: "Globex", meaning: null }],
      checklist: [{ text: "Register the callback at the provider:", value: "http://localhost:4400/login/callback" }],
      steps: [step("create", "Create globex-entra", "POST /api/v2/connections")],
    },
    {
      ...connection("contoso-entra"),
      state: kiosk ? "change" : "blocked",
      target: { id: "con_8ZkQ4tRvM2xJ", name: "contoso-entra", found: "by_name" },
      lines: [
        {
          path: "/options/scope",
          label: "Scopes",
          before: "openid profile",
          after: "openid profile email",
          meaning: null,
        },
      ],
      stays: [
        {
          change: {
            path: "/options/client_id",
            label: "Client ID",
            before: "9d2c7b1e",
            after: "7c41e0d2",
            meaning: null,
          },
          why: "remembered",
          shape: "text",
        },
        {
          change: {
            path: "/options/client_secret",
            label: "Client Secret",
            before: "the secret before",
            after: "a new secret",
            meaning: null,
          },
          why: "own",
          shape: "secret",
        },
      ],
      same: 33,
      applications: [
        {
          source: "Kiosk",
          name: "Kiosk",
          target: kiosk?.target ? { id: kiosk.target, name: "Field Portal" } : null,
          found: kiosk ? "chosen" : null,
          on: false,
          left_out: kiosk?.target === null,
        },
      ],
      questions: kiosk
        ? []
        : [
            {
              kind: "application",
              about: "Kiosk",
              message: "The target has no application “Kiosk”.",
              remedy: "Choose one, or leave it out.",
              candidates: [{ id: "portal", name: "Field Portal" }],
              shape: "text",
            },
          ],
      steps: [step("settings", "Settings of contoso-entra", "PATCH /api/v2/connections/con_8ZkQ4tRvM2xJ")],
    },
    { ...connection("acme-okta"), state: "same", same: 37 },
  ];
  const connections = all.map((one) =>
    leftOut(one.name) ? { ...one, state: "left_out" as const, questions: [], lines: [], stays: [], steps: [] } : one,
  );
  const count = (wanted: PlannedConnection["state"]) => connections.filter((one) => one.state === wanted).length;
  return {
    id: "plan_1",
    at: new Date().toISOString(),
    remembered: choices.forget !== true,
    answers: choices.applications ? JSON.stringify({ applications: choices.applications }, null, 2) : null,
    sealed: from?.kind === "file" && from.path.includes("sealed") && from.passphrase !== "open sesame",
    ...sides,
    ...(from?.kind === "file"
      ? { source: { name: from.path.split("/").at(-1) ?? "", domain: null, fingerprint: "4f9c21d07a" } }
      : {}),
    summary: {
      create: count("create"),
      change: count("change"),
      same: count("same"),
      blocked: count("blocked"),
      left_out: count("left_out"),
    },
    connections,
    notes: [],
  };
}

function connection(name: string): PlannedConnection {
  return {
    name,
    state: "same",
    target: null,
    source_fingerprint: "4f9c",
    target_fingerprint: "a07e",
    lines: [],
    stays: [],
    same: 0,
    applications: [],
    questions: [],
    notes: [],
    checklist: [],
    steps: [],
  };
}

function step(kind: TransferStep["kind"], label: string, request: string): TransferStep {
  return { kind, label, requests: [request], state: "waiting", arrived: null, problem: null, millis: null };
}

function began({ name, target, steps, checklist }: PlannedConnection): RunConnection {
  return { name, id: target?.id ?? null, steps, checklist, proof: null };
}

async function carriedOut(ticket: string, id: string, connections: RunConnection[]): Promise<TransferRun> {
  const run: TransferRun = {
    id,
    at: new Date().toISOString(),
    ...sides,
    state: "done",
    problem: null,
    connections: [],
  };
  const total = connections.length;
  for (const [done, one] of connections.entries()) {
    await new Promise((passed) => setTimeout(passed, state.pace));
    if (state.cancelled.has(ticket)) {
      const problem: Problem = {
        code: "cancelled",
        message: "Cancelled between two steps.",
        field: null,
        remedy: null,
      };
      return keep({ ...run, state: "stopped", problem, connections: [...run.connections, ...connections.slice(done)] });
    }
    const steps = one.steps.map((step) => ({ ...step, state: "done" as const, arrived: true, millis: 112 }));
    const wrote = { ...one, id: one.id ?? `con_${one.name}`, steps, proof: { differs: [], provider: null } };
    run.connections.push(wrote);
    transferred({ ticket, phase: "writing", done: done + 1, total, connection: wrote });
  }
  return keep(run);
}

function found(id: string): TransferRun {
  const run = state.transfers.find((one) => one.id === id);
  if (!run)
    throw {
      code: "transfer-unknown",
      message: "Lintel keeps nothing of this run any more.",
      field: null,
      remedy: null,
    } satisfies Problem;
  return run;
}

function keep(run: TransferRun): TransferRun {
  state.transfers = [run, ...state.transfers.filter(({ id }) => id !== run.id)];
  return run;
}
