// An in-memory desk with the program's shape, for tests and for looking at pages in a browser. Never part of a build.
import type {
  ApplicationForm,
  AtStake,
  BulkAction,
  BulkOutcome,
  BulkProgress,
  CallbackUrls,
  CommunicationChannel as Channel,
  ConnectionForm,
  ConnectionKeys,
  ConnectionPage,
  ConnectionView,
  Decisions,
  Deletion,
  DocumentCheck,
  Edit,
  EnabledCount,
  Export,
  HistoryEntry,
  IssuerDetails,
  LogoCheck,
  NameCheck,
  MappingForm,
  MappingPreview,
  PortOffer,
  PracticeView,
  PreviewTheme,
  Problem,
  ProviderCheck,
  SaveOutcome,
  ActivityFilter,
  ProvisioningTest,
  ScimPairRow,
  ScimProvider,
  ScimSettings,
  StartChoice,
  TenantAccess,
  TrialRequest,
  TrialStop,
  TrialView,
  UserSearch,
  KeptTrial,
  ReportReader,
  KeptDraft,
  Value,
  Restore,
  RestoreOutcome,
  RestoreReview,
  RestoreWay,
  DomainsMoved,
  TrialApplication,
} from "./bindings";
import type * as bindings from "./bindings";
import { checks } from "./fake/checks";
import { loginPage, logoAt, readDomains, routeOf } from "./fake/experience";
import { previewOf } from "./fake/mapping";
import { documentCheck, issuerDetails, liveDocument, memberProblem } from "./fake/metadata";
import { Revisions } from "./fake/saving";
import { FakePeople, manyApplications, remarksOn, users } from "./fake/people";
import { applications, callbackUrl, connections, dials, keyRows, manyConnections, rowOf } from "./fake/tenant";
import { defaultMapping, FakeScim, reviewOf, testStages } from "./fake/scim";
import { accessOf, FakeTenants, wantedScopes } from "./fake/tenants";
import { trialFor, unfold } from "./fake/trials";

export type * from "./bindings";

type Commands = typeof bindings.commands;
type Events = {
  [E in keyof typeof bindings.events]: {
    listen: (listener: (event: { payload: Payload<E> }) => void) => Promise<() => void>;
  };
};
type Payload<E extends keyof typeof bindings.events> = Parameters<
  Parameters<(typeof bindings.events)[E]["listen"]>[0]
>[0]["payload"];
export type CommandName = keyof Commands;
type Data<N extends CommandName> = Extract<Awaited<ReturnType<Commands[N]>>, { status: "ok" }>["data"];
export type Answer<N extends CommandName> = (...args: Parameters<Commands[N]>) => Data<N> | Promise<Data<N>>;
type Outcome<T> = { status: "ok"; data: T } | { status: "error"; error: Problem };
type Call = { name: string; args: unknown[] };

const state = {
  tenants: new FakeTenants(),
  views: [] as ConnectionView[],
  revisions: new Revisions(),
  people: new FakePeople([], [], []),
  scim: new FakeScim(),
  provisioningListeners: new Set<(event: { payload: ProvisioningTest }) => void>(),
  dials: dials(),
  drafts: new Map<string, KeptDraft>(),
  /** How often the keys of a connection were rotated; no entry, no keys. */
  rotations: new Map<string, number>(),
  trials: new Map<string, TrialView>(),
  listeners: new Set<(event: { payload: TrialView }) => void>(),
  bulkListeners: new Set<(event: { payload: BulkProgress }) => void>(),
  cancelled: new Set<string>(),
  calls: [] as Call[],
  overrides: new Map<string, (...args: never[]) => unknown>(),
  /** How long a step of a trial takes; 0 ends a trial at once. */
  pace: 0,
};

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
    state.scim = new FakeScim();
    state.provisioningListeners.clear();
    state.dials = dials();
    state.rotations.clear();
    state.trials.clear();
    state.drafts.clear();
    state.revisions = new Revisions();
    state.listeners.clear();
    state.bulkListeners.clear();
    state.cancelled.clear();
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
  provisioning: (payload: ProvisioningTest) => state.provisioningListeners.forEach((listener) => listener({ payload })),
  tenants: {
    block: (id: string) => state.tenants.block(id),
    startTemporary: () => state.tenants.startTemporary(),
    lose: (id: string, at: string) => state.tenants.lose(id, at),
  },
  /** What an earlier end of the program left of a form. */
  keep(id: string, draft: KeptDraft) {
    state.drafts.set(id, draft);
  },
  calls: (name: CommandName) => state.calls.filter((call) => call.name === name).map((call) => call.args),
  progress: (payload: BulkProgress) => state.bulkListeners.forEach((listener) => listener({ payload })),
  emit: (payload: TrialView) => state.listeners.forEach((listener) => listener({ payload })),
  callbackUrl,
};

export const events = {
  bulkProgressed: {
    listen: (listener: (event: { payload: BulkProgress }) => void): Promise<() => void> => {
      state.bulkListeners.add(listener);
      return Promise.resolve(() => void state.bulkListeners.delete(listener));
    },
  },
  provisioningTestChanged: {
    listen: (listener: (event: { payload: ProvisioningTest }) => void): Promise<() => void> => {
      state.provisioningListeners.add(listener);
      return Promise.resolve(() => void state.provisioningListeners.delete(listener));
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
  desk: command("desk", () => state.tenants.desk()),
  start: command("start", (choice: StartChoice) => {
    if (choice.kind === "passphrase" && choice.passphrase !== "right")
      throw {
        code: "passphrase-wrong",
        message: "The key does not open the database.",
        field: null,
        remedy: null,
      } satisfies Problem;
    return choice.kind === "temporary" ? state.tenants.startTemporary() : state.tenants.desk();
  }),
  restart: command<[], null>("restart", () => null),
  chooseTenant: command("chooseTenant", (id: string) => state.tenants.choose(id)),
  offerPort: command<[string], PortOffer>("offerPort", () => ({
    port: 4402,
    url_before: "http://localhost:4400",
    url_after: "http://localhost:4402",
  })),
  chooseTenantAtPort: command("chooseTenantAtPort", (id: string, port: number) => state.tenants.chooseAtPort(id, port)),
  atStake: command("atStake", (): AtStake => ({
    connections: state.views.length,
    applications: 0,
    users: state.people.users({ text: "", connection: null }, 0).total,
    auth0_tenants: 0,
  })),
  createLocalTenant: command("createLocalTenant", (name: string) =>
    state.tenants.add(name, "local", "Running at localhost:4401"),
  ),
  wantedScopes: command("wantedScopes", () => wantedScopes),
  checkAccess: command("checkAccess", (_ticket: string, access: TenantAccess) => accessOf(access)),
  connectAuth0Tenant: command("connectAuth0Tenant", (name: string, access: TenantAccess) => {
    accessOf(access);
    return state.tenants.add(name || (access.domain.split(".")[0] ?? ""), "auth0", access.domain);
  }),
  renewCredentials: command("renewCredentials", (id: string, access: TenantAccess) => {
    accessOf(access);
    return state.tenants.choose(id);
  }),
  renameTenant: command("renameTenant", (id: string, name: string) => state.tenants.rename(id, name)),
  removeTenant: command("removeTenant", (id: string, typed: string) => state.tenants.remove(id, typed)),
  callbackUrls: command("callbackUrls", (): CallbackUrls => {
    const { kind, callback_url: url } = state.tenants.desk().tenant;
    const own = { url, domain: new URL(url).host, custom: false };
    return {
      urls:
        kind === "local"
          ? [own]
          : [own, { url: "https://login.exampleco.com/login/callback", domain: "login.exampleco.com", custom: true }],
      note: null,
    };
  }),
  checkProvider: command("checkProvider", async (_ticket: string, input: string): Promise<ProviderCheck> => {
    if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
    return checks(input);
  }),
  cancel: command<[string], null>("cancel", (ticket) => {
    state.cancelled.add(ticket);
    return null;
  }),
  listConnections: command("listConnections", (from: string | null): ConnectionPage => {
    const [start, end] = [Number(from ?? 0), Number(from ?? 0) + 100];
    return { rows: state.views.slice(start, end).map(rowOf), next: end < state.views.length ? String(end) : null };
  }),
  connectionRow: command("connectionRow", (id: string) => rowOf(found(id))),
  enabledCounts: command("enabledCounts", (ids: string[]): EnabledCount[] =>
    ids.map((id) => ({ id, count: found(id).enabled_applications ?? 0 })),
  ),
  changeConnections: command("changeConnections", (ticket: string, ids: string[], action: BulkAction) =>
    each(ticket, ids, (id) => changedBy(action, id)),
  ),
  exportConnections: command<[string, string[], boolean], Export | null>("exportConnections", async (ticket, ids) => ({
    path: "/home/ada/connections.json",
    outcome: await each(ticket, ids, (id) => found(id) !== null),
  })),
  connection: command("connection", (id: string) => state.revisions.read(found(id))),
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
  reviewChanges: command("reviewChanges", (edit: Edit) => state.revisions.changes(edit)),
  saveConnection: command("saveConnection", (edit: Edit, decisions: Decisions): SaveOutcome => {
    const before = found(edit.id);
    const others = state.views.filter((view) => view.id !== edit.id);
    const added = edit.form.domains.filter((domain) => !before.form.domains.includes(domain));
    const led = readDomains(others, added, "").domains.filter((row) => row.held_by.length > 0);
    if (led.length > 0 && !decisions.share_domains) return { kind: "domains_held", domains: led };
    const merged = state.revisions.merge(edit, before, decisions);
    if ("kind" in merged) return merged;
    const view = {
      ...before,
      revision: `${Number(before.revision) + 1}`,
      form: merged,
      has_secret: before.has_secret || edit.form.client_secret.kind === "replace",
    };
    state.views = state.views.map((one) => (one.id === edit.id ? view : one));
    return { kind: "saved", view: state.revisions.read(view), differs: [] };
  }),
  keepDraft: command<[Edit, string | null], null>("keepDraft", ({ id, revision, form }, file) => {
    state.drafts.set(id, state.revisions.draft(id, revision, form, file));
    return null;
  }),
  keptDraft: command<[string], KeptDraft | null>("keptDraft", (id) => state.drafts.get(id) ?? null),
  dropDraft: command<[string], null>("dropDraft", (id) => {
    state.drafts.delete(id);
    return null;
  }),
  checkMember: command<[string, Value], Problem | null>("checkMember", (name, value) => memberProblem(name, value)),
  issuerDetails: command("issuerDetails", (_ticket: string, id: string): IssuerDetails =>
    issuerDetails(found(id).form.discovery_url),
  ),
  checkDocument: command("checkDocument", (_revision: string, _discoveryUrl: string, text: string): DocumentCheck =>
    documentCheck(text),
  ),
  liveDocument: command("liveDocument", (_ticket: string, _revision: string, discoveryUrl: string): DocumentCheck =>
    documentCheck(liveDocument(discoveryUrl)),
  ),
  previewMapping: command(
    "previewMapping",
    (_id: string, mapping: MappingForm, channel: Channel, sample: string | null): MappingPreview =>
      previewOf(mapping, channel, sample),
  ),
  deletion: command<[string], Deletion>("deletion", () => ({ users: 412, applications: 3 })),
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
  history: command("history", (id: string): HistoryEntry[] => {
    found(id);
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const scopes = {
      path: "/options/scope",
      label: "Scopes",
      before: "openid profile",
      after: "openid profile email",
      meaning: null,
    };
    const secret = {
      path: "/options/client_secret",
      label: "Client Secret",
      before: "the secret before",
      after: "a new secret",
      meaning: null,
    };
    const own = { state: "done", by: "lintel-management", restored: null, switched: null, problem: null } as const;
    return [
      {
        ...own,
        id: 5,
        at: at(0.5),
        kind: "applications",
        changes: [],
        switched: { client_ids: ["5hKq2tMvR8xWz1NcYp7L"], enabled: true },
      },
      {
        ...own,
        id: 4,
        at: at(0.8),
        kind: "elsewhere",
        by: null,
        changes: [{ ...scopes, before: "openid profile email", after: "openid email" }],
      },
      { ...own, id: 3, at: at(1), kind: "saved", changes: [secret] },
      { ...own, id: 2, at: at(30), kind: "saved", state: "not_done", changes: [scopes] },
      { ...own, id: 1, at: at(200), kind: "created", changes: [] },
    ];
  }),
  reviewRestore: command<[number, RestoreWay], RestoreReview>("reviewRestore", () => ({
    seen: "1",
    lines: [
      {
        change: {
          path: "/options/scope",
          label: "Scopes",
          before: "openid profile email",
          after: "openid profile",
          meaning: null,
        },
        later: false,
        chosen: true,
        again: false,
      },
      {
        change: {
          path: "/options/client_secret",
          label: "Client Secret",
          before: "the secret before",
          after: "a new secret",
          meaning: null,
        },
        later: true,
        chosen: false,
        again: false,
      },
    ],
    again: [],
  })),
  restore: command<[Restore], RestoreOutcome>("restore", () => ({
    kind: "saved",
    view: found("con_8ZkQ4tRvM2xJ"),
    differs: [],
  })),
  recreateConnection: command("recreateConnection", ({ form }: Edit) => added(form, false)),
  revealSecret: command<[string], string>("revealSecret", () => "aVq8Q~tN0c4x-example-only-7Yh2LmR"),
  connectionKeys: command("connectionKeys", (id: string) => keysOf(id)),
  createConnectionKeys: command<[string, string], ConnectionKeys>("createConnectionKeys", (id) => {
    state.rotations.set(id, 0);
    return keysOf(id);
  }),
  rotateConnectionKeys: command<[string, string], ConnectionKeys>("rotateConnectionKeys", (id) => {
    state.rotations.set(id, (state.rotations.get(id) ?? 0) + 1);
    return keysOf(id);
  }),
  listApplications: command("listApplications", (connection: string) => state.people.of(connection)),
  switchApplications: command(
    "switchApplications",
    async (connection: string, clientIds: string[], enabled: boolean) => {
      if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
      return state.people.switch(connection, clientIds, enabled);
    },
  ),
  tenantApplications: command("tenantApplications", () => state.people.applications()),
  connectionsPerApplication: command("connectionsPerApplication", () => state.people.counts()),
  application: command("application", (id: string) => applicationView(id)),
  readCallbacks: command("readCallbacks", (callbacks: string[]) => remarksOn(callbacks)),
  createApplication: command("createApplication", (form: ApplicationForm, type: string) =>
    applicationView(state.people.create(form, type)),
  ),
  saveApplication: command("saveApplication", (id: string, form: ApplicationForm) => {
    state.people.save(id, form);
    return applicationView(id);
  }),
  deleteApplication: command("deleteApplication", (id: string, typed: string) => {
    state.people.delete(id, typed);
    return null;
  }),
  revealApplicationSecret: command<[string], string>(
    "revealApplicationSecret",
    () => "s-example-only-application-secret",
  ),
  findUsers: command("findUsers", (search: UserSearch, page: number) => state.people.users(search, page)),
  findPeople: command("findPeople", (_ticket: string, typed: string) => state.people.find(typed).slice(0, 6)),
  user: command("user", (id: string) => state.people.user(id)),
  deleteUser: command("deleteUser", (id: string, typed: string) => {
    state.people.deleteUser(id, typed);
    return null;
  }),
  readDomains: command("readDomains", (id: string, held: string[], typed: string) =>
    readDomains(
      state.views.filter((view) => view.id !== id),
      held,
      typed,
    ),
  ),
  moveDomains: command("moveDomains", (id: string, domains: string[]): DomainsMoved => {
    state.views = state.views.map((view) => {
      const others = view.form.domains.filter((domain) => !domains.includes(domain));
      return {
        ...view,
        revision: `${Number(view.revision) + 1}`,
        form: { ...view.form, domains: view.id === id ? [...others, ...domains] : others },
      };
    });
    return { view: state.revisions.read(found(id)), still_held: [] };
  }),
  routeEmail: command("routeEmail", (id: string, form: ConnectionForm, email: string) =>
    routeOf(
      state.views.map((view) => (view.id === id ? { ...view, form } : view)),
      state.people.of(id),
      email,
    ),
  ),
  previewLoginPage: command<[string, ConnectionForm, string | null, PreviewTheme], string>(
    "previewLoginPage",
    (_id, form, clientId) =>
      loginPage(
        state.people.applications().find((app) => app.client_id === clientId)?.name ?? "your application",
        form,
      ),
  ),
  readLogo: command<[string, string], LogoCheck>("readLogo", (_ticket, url) => logoAt(url)),
  scim: command("scim", (id: string) => scimOf(id)),
  turnOnScim: command("turnOnScim", (id: string) => {
    state.scim.turnOn(id);
    return scimOf(id);
  }),
  turnOffScim: command("turnOffScim", (id: string) => {
    state.scim.turnOff(id);
    return scimOf(id);
  }),
  saveScim: command("saveScim", (id: string, loaded: ScimSettings, edited: ScimSettings) =>
    state.scim.save(id, loaded, edited, found(id).form.discovery_url),
  ),
  defaultScimMapping: command<[string], ScimPairRow[]>("defaultScimMapping", () => defaultMapping),
  reviewScim: command("reviewScim", (mapping: ScimPairRow[], provider: ScimProvider) => reviewOf(mapping, provider)),
  createScimToken: command("createScimToken", (id: string, scopes: string[], days: number | null) =>
    state.scim.create(id, scopes, days),
  ),
  revokeScimToken: command("revokeScimToken", (id: string, token: string) => {
    state.scim.revoke(id, token);
    return null;
  }),
  activity: command<[ActivityFilter, number], ReturnType<FakeScim["activity"]>>("activity", (filter) =>
    state.scim.activity(filter),
  ),
  startProvisioningTest: command("startProvisioningTest", (id: string, connection: string): ProvisioningTest => {
    const [first, ...others] = testStages(id, connection) as [ProvisioningTest, ...ProvisioningTest[]];
    others.forEach((stage, index) => setTimeout(() => fake.provisioning(stage), state.pace * (index + 1)));
    return first;
  }),
  practice: command("practice", () => practiceView()),
  revealPracticeSecret: command("revealPracticeSecret", () => "practice-secret-for-this-computer"),
  setDial: command("setDial", (name: string, on: boolean) => {
    state.dials = state.dials.map((dial) => (dial.name === name ? { ...dial, on } : dial));
    return practiceView();
  }),
  trialApplications: command("trialApplications", (id: string): TrialApplication[] =>
    state.people.forTrial(id, found(id).form.name),
  ),
  allowLogin: command<[string], null>("allowLogin", () => null),
  startTrial: command("startTrial", (id: string, request: TrialRequest) => {
    const view = request.connection_id === null ? null : found(request.connection_id);
    const failing = view?.practice ? state.dials.find((dial) => dial.on)?.name : undefined;
    const whole = {
      ...trialFor(request, view?.form ?? (request.way === "direct" ? request.form : undefined), failing),
      id,
    };
    const stages = unfold(whole);
    state.trials.set(whole.connection_id ?? "draft", stages[0] ?? whole);
    stages.forEach((stage, index) => setTimeout(() => settle(stage), state.pace * (index + 1)));
    return stages[0] ?? whole;
  }),
  cancelTrial: command("cancelTrial", (id: string, why: TrialStop) => {
    const view = [...state.trials.values()].find((one) => one.id === id);
    const detail = why === "left" ? "You left the page of the test while it ran." : "You cancelled the test.";
    if (view)
      settle({ ...view, state: "ended", headline: "Test ended", detail, finished_at: new Date().toISOString() });
    return null;
  }),
  keptTrials: command("keptTrials", (id: string) => {
    const view = state.trials.get(id) ?? (state.views.find((view) => view.id === id)?.last_trial ? sample(id) : null);
    return view && view.state !== "running" ? [keptOf(view)] : [];
  }),
  trialReport: command("trialReport", (id: string, reader: ReportReader) => `# Report of ${id} (${reader})`),
} satisfies Commands;

function command<A extends unknown[], T>(
  name: string,
  run: (...args: A) => T | Promise<T>,
): (...args: A) => Promise<Outcome<T>> {
  return async (...args) => {
    state.calls.push({ name, args });
    const override = state.overrides.get(name) as ((...args: A) => T | Promise<T>) | undefined;
    try {
      return { status: "ok", data: await (override ?? run)(...args) };
    } catch (error) {
      return { status: "error", error: error as Problem };
    }
  };
}

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
    fake.progress({ ticket, done: index + 1, total: ids.length });
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

function settle(view: TrialView) {
  const key = view.connection_id ?? "draft";
  if (state.trials.get(key)?.id === view.id && state.trials.get(key)?.state !== "running") return;
  keep(key, view);
  fake.emit(view);
}

/** What the list and the page then say of it; a test without a verdict says nothing. */
function keep(key: string, trial: TrialView) {
  state.trials.set(key, trial);
  const { way, verdict, headline, finished_at } = keptOf(trial);
  if (trial.state === "running" || verdict === "ended") return;
  state.views = state.views.map((view) =>
    view.id === key ? { ...view, last_trial: { way, verdict, headline, finished_at, changed: [] } } : view,
  );
}

function keptOf(view: TrialView): KeptTrial {
  const verdict =
    view.state === "passed" ? (view.diagnosis ? "warned" : "passed") : view.state === "failed" ? "failed" : "ended";
  return {
    id: view.id,
    way: view.way,
    verdict,
    headline: view.headline,
    detail: view.detail,
    finished_at: view.finished_at ?? view.trace.started_at,
    view,
  };
}

function sample(id: string): TrialView {
  const view = found(id);
  return trialFor(
    { way: "through_tenant", connection_id: id, application: null },
    view.form,
    view.last_trial?.verdict === "passed" ? undefined : "wrong_issuer",
  );
}

const scimOf = (id: string) => state.scim.state(id, found(id).form.discovery_url);

const applicationView = (id: string) =>
  state.people.application(id, state.views, state.tenants.desk().tenant.kind === "local");

function found(id: string): ConnectionView {
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

function keysOf(id: string): ConnectionKeys {
  const rotations = state.rotations.get(id);
  return {
    jwks_url: `http://localhost:4400/oauth/connection/${found(id).form.name}/.well-known/jwks.json`,
    keys: rotations === undefined ? [] : keyRows(rotations),
  };
}

function added(form: ConnectionForm, practice: boolean): ConnectionView {
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

function practiceView(): PracticeView {
  return {
    issuer: "http://localhost:4410",
    discovery_url: "http://localhost:4410",
    client_id: "lintel-practice",
    dials: state.dials,
  };
}

const scene = typeof location === "undefined" ? null : new URLSearchParams(location.search).get("scene");
fake.reset(scene);
if (import.meta.env.MODE === "fake") state.pace = Number(new URLSearchParams(location.search).get("pace") ?? 700);
