import {
  asProblem,
  course,
  practice,
  setDial,
  type Channel,
  type DialView,
  type Lesson,
  type Problem,
  type TrialView,
} from "$lib/api";
import { TrialRun } from "$lib/features/trial/run.svelte";
import { done } from "./done";

export type Taught = DialView & Omit<Lesson, "dial">;

/** Failed logins to learn from: a dial breaks one, what it looks like is read, the dial goes off and the login works again. */
export class Course {
  readonly run = new TrialRun();
  lessons = $state.raw<Taught[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  chosen = $state.raw<Taught | null>(null);
  channel = $state<Channel>("back_channel");
  /** How the login of this lesson ended with the dial on, and with it off. */
  broken = $state.raw<TrialView | null>(null);
  mended = $state.raw<TrialView | null>(null);
  /** The lessons that were broken and mended, by their dials. */
  done = $state.raw<string[]>(done.read());

  /** What the login under way belongs to. */
  #under: { dial: string; mends: boolean } | null = null;
  #on: string | null = null;

  readonly busy = $derived(this.run.running);
  readonly next = $derived.by(() => {
    const lessons = this.lessons ?? [];
    const from = lessons.findIndex((lesson) => lesson.name === this.chosen?.name) + 1;
    const open = (lesson: Taught) => lesson.name !== this.chosen?.name && !this.done.includes(lesson.name);
    return [...lessons.slice(from), ...lessons.slice(0, from)].find(open) ?? null;
  });

  /** Follows the logins until the answer is called, which ends what runs and leaves the provider sound. */
  attach(): () => void {
    const detach = this.run.attach();
    this.run.onfinished = (view) => this.#finished(view);
    return () => {
      detach();
      void this.#turnOff();
    };
  }

  async load() {
    await this.#try(async () => {
      const [lessons, provider] = await Promise.all([course(), practice()]);
      this.lessons = lessons.flatMap(({ dial, ...lesson }) => {
        const view = provider.dials.find((one) => one.name === dial);
        return view ? [{ ...view, ...lesson }] : [];
      });
      this.chosen ??= this.lessons.find((lesson) => !this.done.includes(lesson.name)) ?? this.lessons[0] ?? null;
      this.channel = this.chosen?.channels[0] ?? "back_channel";
    });
  }

  choose(lesson: Taught) {
    if (lesson.name === this.chosen?.name) return;
    this.chosen = lesson;
    this.#begin(lesson.channels[0] ?? "back_channel");
  }

  over(channel: Channel) {
    this.#begin(channel);
  }

  /** Turns this dial alone, and tests. */
  async breakIt() {
    const lesson = this.chosen;
    if (!lesson || this.busy) return;
    this.broken = this.mended = null;
    await this.#try(async () => {
      const { dials } = await practice();
      for (const dial of dials) if (dial.on && dial.name !== lesson.name) await setDial(dial.name, false);
      this.#on = lesson.name;
      await setDial(lesson.name, true);
      // Another lesson may have been chosen meanwhile.
      if (this.chosen === lesson) await this.#test(lesson, false);
      else await this.#turnOff();
    });
  }

  async mendIt() {
    const lesson = this.chosen;
    if (!lesson || this.busy) return;
    this.mended = null;
    await this.#try(async () => {
      await setDial(lesson.name, false);
      this.#on = null;
      if (this.chosen === lesson) await this.#test(lesson, true);
    });
  }

  startOver() {
    this.done = [];
    done.write(this.done);
  }

  async #test(lesson: Taught, mends: boolean) {
    this.#under = { dial: lesson.name, mends };
    await this.run.start({ way: "lesson", dial: lesson.name, channel: this.channel });
  }

  #begin(channel: Channel) {
    this.channel = channel;
    this.broken = this.mended = null;
    this.#under = null;
    if (this.busy) void this.run.cancel();
    this.run.view = null;
    void this.#turnOff();
  }

  #finished(view: TrialView) {
    const under = this.#under;
    if (!under || under.dial !== this.chosen?.name) return;
    if (!under.mends) {
      this.broken = view;
      return;
    }
    this.mended = view;
    if (view.state === "passed" && this.broken) {
      this.done = [...this.done.filter((name) => name !== under.dial), under.dial];
      done.write(this.done);
    }
  }

  async #turnOff() {
    const dial = this.#on;
    this.#on = null;
    if (dial !== null) await this.#try(() => setDial(dial, false));
  }

  async #try(what: () => Promise<unknown>) {
    this.problem = null;
    try {
      await what();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }
}
