import type { TrialSummary, TrialWay } from "$lib/api";

/** How each connection was chosen to be tested, by its ID, until the program ends. */
export const chosen = new Map<string, TrialWay>();

/** As it was chosen last, else as it was tested last. */
export function wayOf(connectionId: string, last: TrialSummary | null): TrialWay {
  return chosen.get(connectionId) ?? last?.way ?? "direct";
}
