// What the in-memory desk holds, and how its commands are called.
import type * as bindings from "../bindings";
import type {
  BulkProgress,
  ConnectionForm,
  ConnectionView,
  KeptDraft,
  Preflight,
  PreflightProgress,
  Problem,
  ProvisioningTest,
  TransferProgress,
  TransferRun,
  TrialView,
} from "../bindings";
import { FakeOrganizations } from "./organizations";
import { FakePeople } from "./people";
import { Revisions } from "./saving";
import { FakeScim } from "./scim";
import { connections, dials } from "./tenant";
import { FakeTenants } from "./tenants";

type Commands = typeof bindings.commands;
export type CommandName = keyof Commands;
type Data<N extends CommandName> = Extract<Awaited<ReturnType<Commands[N]>>, { status: "ok" }>["data"];
export type Answer<N extends CommandName> = (...args: Parameters<Commands[N]>) => Data<N> | Promise<Data<N>>;
type Call = { name: CommandName; args: unknown[] };

export const state = {
  tenants: new FakeTenants(),
  views: [] as ConnectionView[],
  revisions: new Revisions(),
  people: new FakePeople([], [], []),
  organizations: new FakeOrganizations(0),
  scim: new FakeScim(),
  provisioningListeners: new Set<(event: { payload: ProvisioningTest }) => void>(),
  dials: dials(),
  drafts: new Map<string, KeptDraft>(),
  /** How often the keys of a connection were rotated; no entry, no keys. */
  rotations: new Map<string, number>(),
  trials: new Map<string, TrialView>(),
  /** Tests by their ID, the newest last. */
  kept: new Map<string, TrialView>(),
  keepsTokens: false,
  listeners: new Set<(event: { payload: TrialView }) => void>(),
  bulkListeners: new Set<(event: { payload: BulkProgress }) => void>(),
  /** The plan that was asked for last. */
  preflight: null as { ticket: string; plan: Preflight } | null,
  preflightListeners: new Set<(event: { payload: PreflightProgress }) => void>(),
  transfers: [] as TransferRun[],
  transferListeners: new Set<(event: { payload: TransferProgress }) => void>(),
  cancelled: new Set<string>(),
  /** What was read for an export. */
  exported: null as { ticket: string; names: string[] } | null,
  calls: [] as Call[],
  overrides: new Map<CommandName, (...args: never[]) => unknown>(),
  /** How long a step of a trial takes; 0 ends a trial at once. */
  pace: 0,
};

/** A command as pages call it: noted, and answered by what a test set, if it did. */
export function command<N extends CommandName>(name: N, run: Answer<N>) {
  return async (...args: Parameters<Commands[N]>) => {
    state.calls.push({ name, args });
    const override = state.overrides.get(name) as Answer<N> | undefined;
    try {
      return { status: "ok" as const, data: await (override ?? run)(...args) };
    } catch (error) {
      return { status: "error" as const, error: error as Problem };
    }
  };
}

export function found(id: string): ConnectionView {
  const view =
    state.views.find((one) => one.id === id) ??
    (id === "con_practice_template" ? connections().find((one) => one.practice) : undefined);
  if (!view)
    throw {
      code: "connection-gone",
      message: `The tenant has no connection with the ID \`${id}\`. It may have been deleted.`,
      field: null,
      remedy: "Go back to the list of connections.",
    } satisfies Problem;
  return view;
}

export function added(form: ConnectionForm, practice: boolean): ConnectionView {
  const view: ConnectionView = {
    id: `con_${form.name.replaceAll("-", "")}7Q`,
    revision: "1",
    form: { ...form, client_secret: { kind: "unchanged" } },
    enabled_applications: practice ? 1 : 0,
    has_secret: form.client_secret.kind === "replace" || practice,
    last_trial: null,
    practice,
  };
  state.views = [view, ...state.views.filter((one) => one.id !== view.id)];
  return state.revisions.read(view);
}

export const progressed = (payload: BulkProgress) => state.bulkListeners.forEach((listener) => listener({ payload }));
export const preflightProgressed = (payload: PreflightProgress) =>
  state.preflightListeners.forEach((listener) => listener({ payload }));
export const transferred = (payload: TransferProgress) =>
  state.transferListeners.forEach((listener) => listener({ payload }));
export const emitted = (payload: TrialView) => state.listeners.forEach((listener) => listener({ payload }));
export const provisioned = (payload: ProvisioningTest) =>
  state.provisioningListeners.forEach((listener) => listener({ payload }));
