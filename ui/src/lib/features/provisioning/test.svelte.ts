import {
  asProblem,
  cancel,
  onProvisioningTestChanged,
  startProvisioningTest,
  type Problem,
  type ProvisioningTest,
} from "$lib/api";

/** Lintel as a provider against the endpoint of one connection. */
export class ProvisioningRun {
  test = $state.raw<ProvisioningTest | null>(null);
  problem = $state.raw<Problem | null>(null);
  starting = $state(false);
  cancelling = $state(false);
  onfinished: (() => void) | undefined;

  readonly running = $derived(this.starting || this.test?.state === "running");

  #id = "";

  attach(): () => void {
    return onProvisioningTestChanged((test) => {
      if (test.id !== this.#id) return;
      this.test = test;
      if (test.state === "running") return;
      this.cancelling = false;
      this.onfinished?.();
    });
  }

  async start(connection: string) {
    if (this.running) return;
    [this.starting, this.problem, this.test, this.cancelling] = [true, null, null, false];
    this.#id = crypto.randomUUID();
    try {
      const begun = await startProvisioningTest(this.#id, connection);
      this.test ??= begun;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      this.starting = false;
    }
  }

  /** It still takes back what it made. */
  async cancel() {
    this.cancelling = true;
    await cancel(this.#id);
  }
}
