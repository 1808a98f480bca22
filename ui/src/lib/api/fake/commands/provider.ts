// The check of a provider, and the practice provider.
import type { Lesson, PracticeView, ProviderCheck } from "../../bindings";
import { checks } from "../checks";
import { command, state } from "../state";

export const provider = {
  checkProvider: command("checkProvider", async (_ticket: string, input: string): Promise<ProviderCheck> => {
    if (state.pace > 0) await new Promise((done) => setTimeout(done, state.pace));
    return checks(input);
  }),
  cancel: command("cancel", (ticket) => {
    state.cancelled.add(ticket);
    return null;
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

function practiceView(): PracticeView {
  return {
    issuer: "http://localhost:4410",
    discovery_url: "http://localhost:4410",
    client_id: "lintel-practice",
    dials: state.dials,
  };
}
