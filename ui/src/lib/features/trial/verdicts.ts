// How what is known of a connection by its tests is shown: the same words and marks in the list, the header and Settings.
import type { TrialSummary, TrialVerdict, TrialView } from "$lib/api";

/** What the tests say of a connection as it is now. A verdict on other settings than are saved says nothing of these. */
export type Standing = "never" | "works" | "warned" | "failed" | "changed" | "unknown";

export type Look = {
  text: string;
  icon: string;
  /** Where it stands without a badge around it. */ mark: string;
  tone?: "ok" | "warn" | "err";
};

const standings: Record<TrialVerdict, Standing> = {
  passed: "works",
  warned: "warned",
  failed: "failed",
  ended: "unknown",
  not_kept: "unknown",
};

export function standingOf(last: TrialSummary | null): Standing {
  if (!last) return "never";
  return last.changed.length > 0 ? "changed" : standings[last.verdict];
}

/** In the words of a badge. */
export function lookOf(last: TrialSummary | null): Look {
  switch (standingOf(last)) {
    case "works":
      return { text: "Login works", icon: "check", mark: "circle-check", tone: "ok" };
    case "warned":
      return { text: last?.headline ?? "", icon: "triangle-alert", mark: "triangle-alert", tone: "warn" };
    case "failed":
      return { text: "Last test failed", icon: "x", mark: "circle-x", tone: "err" };
    case "changed":
      return { text: "Changed since the last test", icon: "history", mark: "history" };
    case "unknown":
      return {
        text: last?.verdict === "ended" ? "No test result" : "No result kept",
        icon: "circle-dashed",
        mark: "circle-dashed",
      };
    case "never":
      return { text: "Never tested", icon: "circle-dashed", mark: "circle-dashed" };
  }
}

export function verdictOf(view: TrialView): TrialVerdict {
  if (view.state === "failed") return "failed";
  if (view.state !== "passed") return "ended";
  return view.diagnosis ? "warned" : "passed";
}
