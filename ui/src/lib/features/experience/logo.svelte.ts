import { asProblem, cancel, readLogo, type LogoCheck } from "$lib/api";

let tickets = 0;

/** Looks at a button's logo shortly after the last key: one at a time, a newer one ends the older. */
export class Logo {
  check = $state.raw<LogoCheck | null>(null);
  busy = $state(false);

  #wait: ReturnType<typeof setTimeout> | undefined;
  #ticket: string | null = null;

  request(url: string) {
    this.stop();
    this.check = null;
    if (url !== "") this.#wait = setTimeout(() => void this.#run(url), 400);
  }

  stop() {
    clearTimeout(this.#wait);
    if (this.#ticket !== null) void cancel(this.#ticket).catch(() => undefined);
    this.#ticket = null;
    this.busy = false;
  }

  async #run(url: string) {
    const ticket = `logo-${Date.now()}-${(tickets += 1)}`;
    this.#ticket = ticket;
    this.busy = true;
    let check: LogoCheck;
    try {
      check = await readLogo(ticket, url);
    } catch (thrown) {
      const { message, remedy } = asProblem(thrown);
      check = { kind: "not_shown", why: message, remedy: remedy ?? "" };
    }
    if (this.#ticket !== ticket) return;
    this.#ticket = null;
    this.busy = false;
    this.check = check;
  }
}
