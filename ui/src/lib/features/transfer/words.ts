// What a plan and a run are called on the screen.
import type { Found, PlannedState, RunState, StayReason, TransferPhase, TransferStepState } from "$lib/api";

type Look = { text: string; icon: string; tone?: "ok" | "warn" | "err" | "accent" };

export const states: Record<PlannedState, Look> = {
  create: { text: "Created", icon: "plus", tone: "accent" },
  change: { text: "Changed", icon: "pencil", tone: "accent" },
  same: { text: "Same", icon: "check" },
  blocked: { text: "Has questions", icon: "circle-alert", tone: "err" },
  left_out: { text: "Left out", icon: "minus" },
};

export const howFound: Record<Found, string> = {
  chosen: "By you",
  remembered: "As last time",
  by_id: "By its ID",
  by_name: "By name",
};

/** Why a member of the source is not taken. */
export const whyInPlace = (why: StayReason, target: string) =>
  ({ own: `${target}’s own`, chosen: "By you", remembered: "As last time" })[why];

export const steps: Record<TransferStepState, { label: string; icon: string; tone: "ok" | "warn" | "err" | "faint" }> =
  {
    waiting: { label: "Waiting", icon: "circle-dashed", tone: "faint" },
    under_way: { label: "Under way", icon: "loader-circle", tone: "faint" },
    done: { label: "Done", icon: "circle-check", tone: "ok" },
    failed: { label: "Failed", icon: "circle-x", tone: "err" },
    unknown: { label: "Not known", icon: "triangle-alert", tone: "warn" },
    taken_back: { label: "Taken back", icon: "undo-2", tone: "faint" },
  };

export const phases: Record<TransferPhase, string> = {
  reading_source: "Reading the source",
  reading_target: "Reading the target",
  writing: "Writing",
  proving: "Reading back",
};

export const runs: Record<RunState, string> = {
  under_way: "Under way",
  stopped: "Stopped",
  done: "Done",
  left: "Left where it stopped",
  taken_back: "Taken back",
};
