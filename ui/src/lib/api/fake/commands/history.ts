// What a connection was, and what it is restored to.
import type { HistoryEntry } from "../../bindings";
import { command, found } from "../state";

export const history = {
  history: command("history", (id: string): HistoryEntry[] => {
    found(id);
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const scopes = {
      path: "/options/scope",
      label: "Scopes",
      before: "openid profile",
      after: "openid profile email",
      meaning: null,
    };
    const secret = {
      path: "/options/client_secret",
      label: "Client Secret",
      before: "the secret before",
      after: "a new secret",
      meaning: null,
    };
    const own = {
      state: "done",
      by: "lintel-management",
      restored: null,
      switched: null,
      address: null,
      has_requests: true,
      problem: null,
    } as const;
    return [
      {
        ...own,
        id: 5,
        at: at(0.5),
        kind: "applications",
        changes: [],
        switched: { client_ids: ["5hKq2tMvR8xWz1NcYp7L"], enabled: true },
      },
      {
        ...own,
        id: 4,
        at: at(0.8),
        kind: "elsewhere",
        by: null,
        has_requests: false,
        changes: [{ ...scopes, before: "openid profile email", after: "openid email" }],
      },
      { ...own, id: 3, at: at(1), kind: "saved", changes: [secret] },
      { ...own, id: 2, at: at(30), kind: "saved", state: "not_done", changes: [scopes] },
      { ...own, id: 1, at: at(200), has_requests: false, kind: "created", changes: [] },
    ];
  }),
  reviewRestore: command("reviewRestore", () => ({
    seen: "1",
    lines: [
      {
        change: {
          path: "/options/scope",
          label: "Scopes",
          before: "openid profile email",
          after: "openid profile",
          meaning: null,
        },
        later: false,
        chosen: true,
        again: false,
      },
      {
        change: {
          path: "/options/client_secret",
          label: "Client Secret",
          before: "the secret before",
          after: "a new secret",
          meaning: null,
        },
        later: true,
        chosen: false,
        again: false,
      },
    ],
    again: [],
  })),
  restore: command("restore", () => ({
    kind: "saved",
    view: found("con_8ZkQ4tRvM2xJ"),
    differs: [],
  })),
};
