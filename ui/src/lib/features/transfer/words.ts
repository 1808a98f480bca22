// What a plan and a run are called on the screen.
import type { Found, PlannedState, RunState, TransferStepState } from "$lib/api";

type Look = { text: string; icon: string; tone?: "ok" | "warn" | "err" | "accent" };

export const states: Record<PlannedState, Look> = {
  create: { text: "Created", icon: "plus", tone: "accent" },
  change: { text: "Changed", icon: "pencil", tone: "accent" },
  same: { text: "Same", icon: "check" },
  blocked: { text: "Has questions", icon: "circle-alert", tone: "err" },
  left_out: { text: "Left out", icon: "minus" },
};

export const howFound: Record<Found, string> = {
  chosen: "chosen by you",
  remembered: "as last time",
  by_id: "by its ID",
  by_name: "by its name",
};

export const steps: Record<TransferStepState, { label: string; icon: string; tone: "ok" | "warn" | "err" | "faint" }> =
  {
    waiting: { label: "Waiting", icon: "circle-dashed", tone: "faint" },
    under_way: { label: "Under way", icon: "loader-circle", tone: "faint" },
    done: { label: "Done", icon: "circle-check", tone: "ok" },
    failed: { label: "Failed", icon: "circle-x", tone: "err" },
    unknown: { label: "Not known", icon: "triangle-alert", tone: "warn" },
    taken_back: { label: "Taken back", icon: "undo-2", tone: "faint" },
  };

export const runs: Record<RunState, string> = {
  under_way: "Under way",
  stopped: "Stopped",
  done: "Done",
  left: "Left where it stopped",
  taken_back: "Taken back",
};
