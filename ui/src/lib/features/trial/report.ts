import type { CheckResult, Finding, Message, Step, TrialView } from "$lib/api";
import { isolated } from "$lib/ui/text";
import { duration } from "$lib/ui/time";
import { shown } from "$lib/ui/value";
import { stepLabels, elapsed } from "./timeline";

/** A trial as Markdown, to hand on. Masked values are left out altogether. */
export function reportOf(view: TrialView): string {
  const application = view.application === null ? "" : `, signing in to ${isolated(view.application)}`;
  const ways = { direct: "directly against the provider", through_tenant: `through the tenant${application}` };
  return [
    `# ${view.headline}`,
    view.detail,
    [
      `- Connection: ${view.connection_name || "not saved"}`,
      `- Tested: ${ways[view.way]}, ${view.trace.started_at}, ${duration(elapsed(view))}`,
      `- Channel: ${view.trace.channel === "back_channel" ? "Back Channel" : "Front Channel"}`,
      `- Trace ID: ${view.trace.id}`,
    ].join("\n"),
    ...(view.diagnosis ? ["## What happened", findingText(view.diagnosis)] : []),
    "## Steps",
    ...view.trace.steps.map(stepText),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function stepText(step: Step): string {
  const time = step.elapsed_ms === null ? "" : `, ${duration(step.elapsed_ms)}`;
  return [
    `### ${stepLabels[step.kind]}: ${step.state}${time}\n${step.summary}`,
    ...step.messages.map(messageText),
    step.checks.map(checkText).join("\n"),
    step.findings.map((finding) => findingText(finding)).join("\n\n"),
    step.claims.map((claim) => `- ${isolated(claim.name)}: ${isolated(shown(claim.value))}${claim.note ? ` (${claim.note})` : ""}`).join("\n"),
    step.attributes.map((attribute) => `- ${isolated(attribute.name)}: ${isolated(shown(attribute.value))} (from ${isolated(attribute.from)})`).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function messageText(message: Message): string {
  const line = [message.direction === "sent" ? ">" : "<", message.method, message.url, message.status].filter((part) => part !== null).join(" ");
  return [line, ...message.fields.map((field) => `  ${isolated(field.name)}: ${field.masked ? "(left out)" : isolated(field.value)}`)].join("\n");
}

function checkText(check: CheckResult): string {
  const mark = { passed: "[x]", warned: "[!]", failed: "[ ]", not_applicable: "[-]" }[check.state];
  const values = check.state === "failed" || check.state === "warned" ? `, expected ${isolated(check.expected ?? "nothing")}, got ${isolated(check.got ?? "nothing")}` : "";
  return `- ${mark} ${check.title}${values}`;
}

function findingText(finding: Finding): string {
  return [
    finding.message,
    finding.expected !== null && `Expected: ${isolated(finding.expected)}`,
    finding.got !== null && `Got: ${isolated(finding.got)}`,
    finding.remedy !== null && `How to fix it: ${finding.remedy}`,
    `${finding.spec} (${finding.code})`,
  ]
    .filter(Boolean)
    .join("\n");
}
