// The check of a provider, and the practice provider.
import type { Lesson, PracticeView, Problem, ProviderCheck } from "../../bindings";
import { checks } from "../checks";
import { asked, planned } from "../preflight";
import { command, preflightProgressed, state } from "../state";

export const provider = {
  checkProvider: command("checkProvider", async (_ticket: string, input: string): Promise<ProviderCheck> => {
    if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
    return checks(input);
  }),
  cancel: command("cancel", (ticket) => {
    state.cancelled.add(ticket);
    return null;
  }),
  planPreflight: command("planPreflight", (ticket, _id, form) => {
    const plan = planned(form);
    state.preflight = { ticket, plan };
    return plan;
  }),
  runPreflight: command("runPreflight", async (ticket, without) => {
    const plan = state.preflight?.ticket === ticket ? state.preflight.plan : null;
    if (!plan) throw gone;
    const stages = asked(plan, without);
    for (const preflight of stages) {
      if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
      if (state.cancelled.has(ticket))
        throw { code: "cancelled", message: "Cancelled.", field: null, remedy: null } satisfies Problem;
      preflightProgressed({ ticket, preflight });
    }
    return stages.at(-1) ?? plan;
  }),
  practice: command("practice", () => practiceView()),
  revealPracticeSecret: command("revealPracticeSecret", () => "practice-secret-for-this-computer"),
  course: command("course", (): Lesson[] =>
    state.dials.map((dial) => ({ dial: dial.name, channels: ["back_channel", "front_channel"], wants: null })),
  ),
  setDial: command("setDial", (name: string, on: boolean) => {
    state.dials = state.dials.map((dial) => (dial.name === name ? { ...dial, on } : dial));
    return practiceView();
  }),
};

const gone: Problem = {
  code: "preflight-gone",
  message: "What was going to be asked is not known any more.",
  field: null,
  remedy: "Look at what would be asked once more, and start it then.",
};

function practiceView(): PracticeView {
  return {
    issuer: "http://localhost:4410",
    discovery_url: "http://localhost:4410",
    client_id: "lintel-practice",
    dials: state.dials,
  };
}
