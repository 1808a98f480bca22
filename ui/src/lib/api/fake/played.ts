import type { ConnectionForm, TrialPlace, TrialRequest, TrialView } from "../bindings";
import { recorded } from "./recorded";
import { callbackUrl } from "./tenant";

let numbers = 0;

/** A trial as the console tells it; `failing` is the dial that makes it fail. */
export function played(
  request: TrialRequest,
  form: ConnectionForm | undefined,
  failing: string | undefined,
  place: TrialPlace = "window",
): TrialView {
  const { back, front, through } = recorded.passed;
  const passed = request.way === "through_tenant" ? through : form?.channel === "front_channel" ? front : back;
  const told = (failing !== undefined && recorded.failed[failing]) || passed;
  const known = {
    issuer: (form?.discovery_url ?? "https://login.example.com").replace(/\/$/, ""),
    client_id: form?.client_id ?? "client",
    tenant: new URL(callbackUrl).origin,
    connection: (request.way === "lesson" ? null : request.connection_id) ?? "",
  };
  const text = Object.entries(known).reduce(
    (text, [name, value]) => text.replaceAll(`{${name}}`, value),
    JSON.stringify(told),
  );
  const view = JSON.parse(text) as TrialView;
  const steps = view.trace.steps.map((step, at) => ({ ...step, started_ms: at * 100, elapsed_ms: 100 }));
  return {
    ...view,
    id: `played-${(numbers += 1)}`,
    connection_id: request.way === "lesson" ? null : request.connection_id,
    connection_name: form?.name ?? "",
    way: request.way === "lesson" ? "direct" : request.way,
    place,
    trace: { ...view.trace, started_at: new Date(Date.now() - 9_000).toISOString(), steps },
    finished_at: new Date().toISOString(),
  };
}
