import {
  asProblem,
  changeTenantOptions,
  chooseTenant,
  chooseTenantAtPort,
  createLocalTenant,
  desk,
  start,
  removeTenant,
  renameTenant,
  type DeskView,
  type Problem,
  type StartChoice,
  type TenantOptions,
} from "$lib/api";

class TenantDesk {
  #desk = $state.raw<DeskView | null>(null);
  problem = $state.raw<Problem | null>(null);
  #chosen = "";
  #opening: Promise<void> = Promise.resolve();

  /** The tenant in front. */
  readonly tenant = $derived(this.#desk?.tenant ?? null);
  /** What every dialog that writes says of where it writes to: the name and the host, and whether people work there. */
  readonly place = $derived(
    this.tenant
      ? {
          text: `${this.tenant.name}, ${new URL(this.tenant.url).host}`,
          production: this.tenant.production,
          readOnly: this.tenant.read_only,
        }
      : undefined,
  );
  readonly tenants = $derived(this.#desk?.tenants ?? []);
  readonly keepsCredentials = $derived(this.#desk?.keeps_credentials ?? true);
  /** Only a tenant of this program shows its side of a sign-in. */
  readonly servedHere = $derived(this.tenant?.kind !== "auth0");

  /** The program could not start: for want of the key that seals the data folder, or for any other reason. */
  readonly stopped = $derived(this.#desk ? null : this.problem);

  async load() {
    try {
      this.adopt(await desk());
    } catch (thrown) {
      [this.#desk, this.problem] = [null, asProblem(thrown)];
    }
  }

  /** Starts the program in another way after it could not start. */
  async start(choice: StartChoice) {
    try {
      this.adopt(await start(choice));
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** One after the other: a tenant that takes long to open does not overtake one that was chosen after it. Whether none was. */
  async choose(id: string): Promise<boolean> {
    this.#chosen = id;
    const opened = this.#opening.then(async () => this.adopt(await chooseTenant(id)));
    this.#opening = opened.catch(() => undefined);
    await opened;
    return this.#chosen === id;
  }

  /** A local tenant at another port than its own, which it keeps. */
  async chooseAtPort(id: string, port: number) {
    this.adopt(await chooseTenantAtPort(id, port));
  }

  async createLocal(name: string) {
    this.adopt(await createLocalTenant(name));
  }

  async rename(id: string, name: string) {
    this.adopt(await renameTenant(id, name));
  }

  async settle(id: string, options: TenantOptions) {
    this.adopt(await changeTenantOptions(id, options));
  }

  async remove(id: string, typedName: string) {
    this.adopt(await removeTenant(id, typedName));
  }

  adopt(now: DeskView) {
    this.#desk = now;
    this.problem = null;
  }
}

/** The tenants, and the one that this window works on. */
export const tenantDesk = new TenantDesk();
