import {
  allowLogin,
  asProblem,
  switchApplications,
  trialApplications,
  type Problem,
  type RequestsOf,
  type TrialApplication,
  type TrialPlace,
  type TrialSummary,
  type TrialTarget,
  type TrialWay,
} from "$lib/api";

type Chosen = { way: TrialWay; place: TrialPlace; target: TrialTarget | null; organization: string | null };
/** What a person chose for the tests of a connection; by its ID, as long as the program runs. */
let chosen: Record<string, Chosen> = {};

/** As after the program's start. */
export function forgetChoices() {
  chosen = {};
}

/** How the tests of one connection go, and which application they sign in to. */
export class ThroughTenant {
  applications = $state.raw<TrialApplication[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  #way = $state<TrialWay>("direct");
  #place = $state<TrialPlace>("window");
  #target = $state.raw<TrialTarget | null>(null);
  #organization = $state<string | null>(null);

  readonly application = $derived(
    this.applications?.find((one) => one.client_id === this.#target?.client_id) ?? this.applications?.[0] ?? null,
  );
  readonly callback = $derived(
    this.application?.callbacks.find((one) => one === this.#target?.callback) ?? this.application?.callbacks[0] ?? null,
  );
  /** A browser comes back to an address of its own, and needs none of the application's callbacks. */
  readonly obstacles = $derived(
    (this.application?.obstacles ?? []).filter(({ kind }) => this.#place !== "browser" || kind !== "no_callback"),
  );
  /** What a test is asked for; without it the program takes the application that stands in for all. */
  readonly target: TrialTarget | null = $derived(
    this.application ? { client_id: this.application.client_id, callback: this.callback } : this.#target,
  );

  readonly #connection: string;

  /** As it was chosen last, else as it was tested last. */
  constructor(connection: string, last: TrialSummary | null) {
    this.#connection = connection;
    const before = chosen[connection];
    this.#way = before?.way ?? last?.way ?? "direct";
    this.#place = before?.place ?? "window";
    this.#target = before?.target ?? null;
    this.#organization = before?.organization ?? null;
  }

  get way(): TrialWay {
    return this.#way;
  }

  set way(way: TrialWay) {
    this.#way = way;
    this.#remember();
  }

  /** The ID of the organization that the person signs in to, where it is for one. */
  get organization(): string | null {
    return this.#organization;
  }

  set organization(organization: string | null) {
    this.#organization = organization;
    this.#remember();
  }

  get place(): TrialPlace {
    return this.#place;
  }

  set place(place: TrialPlace) {
    this.#place = place;
    this.#remember();
  }

  /** What enabling the connection for the application sends. */
  enablement(clientId: string): RequestsOf {
    return { kind: "applications", connection_id: this.#connection, client_ids: [clientId], enabled: true };
  }

  choose(clientId: string, callback: string | null = null) {
    this.#target = { client_id: clientId, callback };
    this.problem = null;
    this.#remember();
  }

  async load() {
    try {
      this.applications = await trialApplications(this.#connection);
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** Enables the connection for the application; whether that is done. */
  async enable(): Promise<boolean> {
    return this.#putRight(
      async (clientId) => (await switchApplications(this.#connection, [clientId], true)).refused[0]?.problem,
    );
  }

  /** Lets people sign in to the application. */
  async allow(): Promise<boolean> {
    return this.#putRight(async (clientId) => void (await allowLogin(clientId)));
  }

  async #putRight(act: (clientId: string) => Promise<Problem | undefined>): Promise<boolean> {
    const clientId = this.application?.client_id;
    if (this.busy || clientId === undefined) return false;
    this.busy = true;
    const problem = await act(clientId).catch(asProblem);
    await this.load();
    if (problem) this.problem = problem;
    this.busy = false;
    return problem === undefined;
  }

  #remember() {
    chosen[this.#connection] = {
      way: this.#way,
      place: this.#place,
      target: this.#target,
      organization: this.#organization,
    };
  }
}
