import {
  asProblem,
  cancel,
  leaveTransfer,
  onTransferProgressed,
  planTransfer,
  resumeTransfer,
  runTransfer,
  takeBackTransfer,
  transferRuns,
  type ApplicationChoice,
  type MovedSide,
  type PairTarget,
  type PathPolicy,
  type Problem,
  type RunConnection,
  type TransferChoices,
  type TransferFrom,
  type TransferPlan,
  type TransferProgress,
  type TransferRun,
} from "$lib/api";
import { connectionList } from "$lib/features/connections/list.svelte";
import { tenantDesk } from "$lib/features/tenant/tenant.svelte";

type Doing = { what: "planning" | "running" | "taking_back" | "leaving"; cancelling: boolean };

/** What is brought to one tenant: what was chosen, the plan, the run. It goes on whatever page is shown. */
export class Transfer {
  plan = $state.raw<TransferPlan | null>(null);
  /** What moved since the plan before. */
  moved = $state.raw<MovedSide[]>([]);
  run = $state.raw<TransferRun | null>(null);
  /** Those that stopped and were neither ended nor looked at here. */
  stopped = $state.raw<TransferRun[]>([]);
  doing = $state.raw<Doing | null>(null);
  progress = $state.raw<TransferProgress | null>(null);
  problem = $state.raw<Problem | null>(null);

  from = $state.raw<TransferFrom | null>(null);

  #choices = $state.raw<TransferChoices>({});
  #ticket = "";
  /** The tenant answered with a run. */
  #came = false;

  /** Runs to this tenant that stopped before: with the program, or at a failure. */
  async look() {
    try {
      const runs = await transferRuns();
      this.stopped = runs.filter(({ state, id }) => state === "stopped" && id !== this.run?.id);
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** Begins anew with what is brought from there. */
  begin(from: TransferFrom, connections: string[] | null) {
    if (this.doing) return;
    this.from = from;
    this.#choices = { connections };
    [this.run, this.plan, this.moved] = [null, null, []];
    void this.again();
  }

  /** Reads both sides again. */
  async again() {
    await this.#plan(this.from, this.#choices);
  }

  /** Opens the secrets of a file. A wrong passphrase changes nothing. */
  async unseal(passphrase: string) {
    if (this.from?.kind === "file") await this.#plan({ ...this.from, passphrase }, this.#choices);
  }

  /** What is remembered of the two is not looked at, or is again. */
  forget(forget: boolean) {
    return this.#choose({ forget });
  }

  /** The connections whose client secret was typed. */
  get secretsOf(): string[] {
    return (this.#choices.secrets ?? []).map(({ connection }) => connection);
  }

  /** Those that were chosen before, by ID or name; all of them where nothing is said. */
  get connections(): string[] | null {
    return this.#choices.connections ?? null;
  }

  get forgets(): boolean {
    return this.#choices.forget === true;
  }

  pair(source: string, target: PairTarget) {
    const others = (this.#choices.pairs ?? []).filter((pair) => pair.source !== source);
    return this.#choose({ pairs: [...others, { source, target }] });
  }

  /** What was chosen for it is chosen no more. */
  unpair(source: string) {
    return this.#choose({ pairs: (this.#choices.pairs ?? []).filter((pair) => pair.source !== source) });
  }

  application(choice: ApplicationChoice) {
    const others = (this.#choices.applications ?? []).filter(({ source }) => source !== choice.source);
    return this.#choose({ applications: [...others, choice] });
  }

  policy(policy: PathPolicy) {
    const others = (this.#choices.policies ?? []).filter(
      ({ connection, path }) => connection !== policy.connection || path !== policy.path,
    );
    return this.#choose({ policies: [...others, policy] });
  }

  /** What was chosen for the member is chosen no more. */
  unpolicy(connection: string, path: string) {
    const others = (this.#choices.policies ?? []).filter((one) => one.connection !== connection || one.path !== path);
    return this.#choose({ policies: others });
  }

  secret(connection: string, secret: string) {
    const others = (this.#choices.secrets ?? []).filter((one) => one.connection !== connection);
    return this.#choose({ secrets: [...others, { connection, secret }] });
  }

  shareDomains() {
    return this.#choose({ share_domains: true });
  }

  async apply() {
    const plan = this.plan;
    if (!plan) return;
    await this.#do(
      "running",
      async () => {
        const outcome = await runTransfer(this.#ticket, plan.id);
        if (outcome.kind === "moved") [this.plan, this.moved] = [outcome.plan, outcome.moved];
        else this.#ended(outcome.run);
      },
      planned(plan),
    );
  }

  async resume(run: TransferRun) {
    await this.#do("running", async () => this.#ended(await resumeTransfer(this.#ticket, run.id)), run);
  }

  async leave(run: TransferRun) {
    await this.#do("leaving", async () => this.#ended(await leaveTransfer(run.id)));
  }

  async takeBack(run: TransferRun) {
    await this.#do("taking_back", async () => this.#ended(await takeBackTransfer(run.id)), run);
  }

  /** The step under way comes to its end. */
  async cancel() {
    if (!this.doing) return;
    this.doing = { ...this.doing, cancelling: true };
    await cancel(this.#ticket);
  }

  /** One that stopped before. */
  show(run: TransferRun) {
    if (!this.doing) [this.run, this.from] = [run, null];
  }

  /** Back to the plan, or to another choice. */
  close() {
    if (this.doing) return;
    [this.run, this.plan, this.moved, this.problem, this.from] = [null, null, [], null, null];
    this.#choices = {};
    void this.look();
  }

  #choose(choices: TransferChoices) {
    return this.#plan(this.from, { ...this.#choices, ...choices });
  }

  /** What was answered holds once there is a plan of it; what cannot be planned leaves the plan before it. */
  async #plan(from: TransferFrom | null, choices: TransferChoices) {
    if (from)
      await this.#do("planning", async () => {
        this.plan = await planTransfer(this.#ticket, from, choices);
        [this.from, this.#choices, this.moved] = [from, choices, []];
      });
  }

  #ended(run: TransferRun) {
    this.#came = true;
    this.run = run;
    this.plan = null;
    // What was typed is not kept longer than it is needed.
    this.#choices = {};
    if (this.from?.kind === "file") this.from = { kind: "file", path: this.from.path };
    this.stopped = this.stopped.filter(({ id }) => id !== run.id);
  }

  async #do(what: Doing["what"], work: () => Promise<void>, run: TransferRun | null = null) {
    if (this.doing) return;
    this.problem = null;
    this.progress = null;
    this.#ticket = crypto.randomUUID();
    this.doing = { what, cancelling: false };
    const shown = this.run;
    this.#came = false;
    if (run) this.run = run;
    const stop = onTransferProgressed((progress) => {
      if (!this.doing || progress.ticket !== this.#ticket) return;
      this.progress = progress;
      if (progress.connection) this.#advance(progress.connection);
    });
    try {
      await work();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    stop();
    // Nothing came of it: the plan is shown again, or the run as it was before.
    if (!this.#came) this.run = shown;
    this.progress = null;
    this.doing = null;
    if (what === "planning") return;
    void connectionList.refresh();
    void this.look();
  }

  /** The connection that is worked on, in its place in the run. */
  #advance(told: RunConnection) {
    const run = this.run;
    if (!run) return;
    this.run = { ...run, connections: run.connections.map((one) => (one.name === told.name ? told : one)) };
  }
}

/** A run that has not begun, as the plan has it. */
function planned({ id, at, source, target, connections }: TransferPlan): TransferRun {
  const written = connections.filter(({ steps }) => steps.length > 0);
  return {
    id,
    at,
    source,
    target,
    state: "under_way",
    problem: null,
    connections: written.map(({ name, target, steps, checklist }) => ({
      name,
      id: target?.id ?? null,
      steps,
      checklist,
      proof: null,
    })),
  };
}

class Transfers {
  #of: Partial<Record<string, Transfer>> = {};

  /** Of every tenant; the tests begin with it. */
  forget() {
    this.#of = {};
  }

  /** To the tenant in front. */
  get here(): Transfer {
    return (this.#of[tenantDesk.tenant?.id ?? ""] ??= new Transfer());
  }
}

export const transfers = new Transfers();
