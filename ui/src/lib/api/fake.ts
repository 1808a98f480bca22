// An in-memory desk with the program's shape, for tests and for looking at pages in a browser. Never part of a build.
import type {
  BulkProgress,
  ConnectionView,
  KeptDraft,
  PreflightProgress,
  ProvisioningTest,
  TransferProgress,
  TransferRun,
  TrialView,
} from "./bindings";
import type * as bindings from "./bindings";
import { asCode } from "./fake/commands/asCode";
import { connection } from "./fake/commands/connection";
import { experience } from "./fake/commands/experience";
import { exports } from "./fake/commands/exports";
import { history } from "./fake/commands/history";
import { list } from "./fake/commands/list";
import { metadata } from "./fake/commands/metadata";
import { organizations } from "./fake/commands/organizations";
import { people } from "./fake/commands/people";
import { provider } from "./fake/commands/provider";
import { scim } from "./fake/commands/scim";
import { tenants } from "./fake/commands/tenants";
import { transfers } from "./fake/commands/transfers";
import { trials } from "./fake/commands/trials";
import { FakeOrganizations } from "./fake/organizations";
import { FakePeople, manyApplications, users } from "./fake/people";
import { Revisions } from "./fake/saving";
import { FakeScim } from "./fake/scim";
import { emitted, progressed, provisioned, state, type Answer, type CommandName } from "./fake/state";
import { applications, callbackUrl, connections, dials, manyConnections } from "./fake/tenant";
import { FakeTenants } from "./fake/tenants";

export type * from "./bindings";
export type { Answer, CommandName } from "./fake/state";

type Events = {
  [E in keyof typeof bindings.events]: {
    listen: (listener: (event: { payload: Payload<E> }) => void) => Promise<() => void>;
  };
};
type Payload<E extends keyof typeof bindings.events> = Parameters<
  Parameters<(typeof bindings.events)[E]["listen"]>[0]
>[0]["payload"];

/** What tests and pages in a browser set. */
export const fake = {
  reset(scene: string | null = null) {
    state.tenants = new FakeTenants();
    state.views = scene === "empty" ? [] : scene === "many" ? manyConnections(1200) : connections();
    state.people = new FakePeople(
      scene === "many" ? manyApplications(1000) : applications(),
      state.views,
      users(scene === "empty" ? 0 : scene === "many" ? 1284 : 12),
    );
    state.organizations = new FakeOrganizations(scene === "empty" ? 0 : scene === "many" ? 1000 : 3);
    state.scim = new FakeScim();
    state.provisioningListeners.clear();
    state.dials = dials();
    state.rotations.clear();
    state.trials.clear();
    state.kept.clear();
    state.keepsTokens = false;
    state.drafts.clear();
    state.revisions = new Revisions();
    state.listeners.clear();
    state.bulkListeners.clear();
    state.preflight = null;
    state.preflightListeners.clear();
    state.transfers = [];
    state.transferListeners.clear();
    state.cancelled.clear();
    state.exported = null;
    state.calls = [];
    state.overrides.clear();
    state.pace = 0;
  },
  /** Answers a command in another way: what it returns is the data, what it throws is the problem. */
  answer<N extends CommandName>(name: N, answer: Answer<N>) {
    state.overrides.set(name, answer as (...args: never[]) => unknown);
  },
  /** A connection as the tenant holds it from now on. */
  hold(view: ConnectionView) {
    state.views = state.views.map((one) => (one.id === view.id ? view : one));
  },
  /** Inbound SCIM as the tenant has it. */
  get scim() {
    return state.scim;
  },
  provisioning: provisioned,
  tenants: {
    block: (id: string) => state.tenants.block(id),
    startTemporary: () => state.tenants.startTemporary(),
    lose: (id: string, at: string) => state.tenants.lose(id, at),
  },
  /** What an earlier end of the program left of a form. */
  keep(id: string, draft: KeptDraft) {
    state.drafts.set(id, draft);
  },
  /** A test that ended earlier. */
  keepTrial(trial: TrialView) {
    state.kept.set(trial.id, trial);
  },
  calls: (name: CommandName) => state.calls.filter((call) => call.name === name).map((call) => call.args),
  /** A run to the tenant that an earlier start of the program left. */
  keepTransfer(run: TransferRun) {
    state.transfers = [run, ...state.transfers];
  },
  progress: progressed,
  emit: emitted,
  callbackUrl,
};

export const events = {
  bulkProgressed: {
    listen: (listener: (event: { payload: BulkProgress }) => void): Promise<() => void> => {
      state.bulkListeners.add(listener);
      return Promise.resolve(() => void state.bulkListeners.delete(listener));
    },
  },
  preflightProgressed: {
    listen: (listener: (event: { payload: PreflightProgress }) => void): Promise<() => void> => {
      state.preflightListeners.add(listener);
      return Promise.resolve(() => void state.preflightListeners.delete(listener));
    },
  },
  provisioningTestChanged: {
    listen: (listener: (event: { payload: ProvisioningTest }) => void): Promise<() => void> => {
      state.provisioningListeners.add(listener);
      return Promise.resolve(() => void state.provisioningListeners.delete(listener));
    },
  },
  transferProgressed: {
    listen: (listener: (event: { payload: TransferProgress }) => void): Promise<() => void> => {
      state.transferListeners.add(listener);
      return Promise.resolve(() => void state.transferListeners.delete(listener));
    },
  },
  trialChanged: {
    listen: (listener: (event: { payload: TrialView }) => void): Promise<() => void> => {
      state.listeners.add(listener);
      return Promise.resolve(() => void state.listeners.delete(listener));
    },
  },
} satisfies Events;

export const commands = {
  ...tenants,
  ...list,
  ...connection,
  ...asCode,
  ...history,
  ...metadata,
  ...people,
  ...organizations,
  ...experience,
  ...scim,
  ...provider,
  ...trials,
  ...transfers,
  ...exports,
} satisfies typeof bindings.commands;

const scene = typeof location === "undefined" ? null : new URLSearchParams(location.search).get("scene");
fake.reset(scene);
if (import.meta.env.MODE === "fake") state.pace = Number(new URLSearchParams(location.search).get("pace") ?? 700);
