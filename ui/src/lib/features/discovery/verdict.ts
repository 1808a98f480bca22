import type { Channel, Finding, FoundProvider, ProviderCheck } from "$lib/api";

export type Verdict = {
  kind: "found" | "incomplete" | "not_found";
  /** What the mark in the field says. */
  mark: "ok" | "warn" | "err";
  message: string;
  /** What to do about it. */
  remedies: string[];
  members: { name: string; state: "present" | "missing" | "invalid" }[];
  /** Findings to act on now; the others wait behind "Show all findings". */
  pressing: Finding[];
  /** Every finding that concerns the channel. */
  findings: Finding[];
  /** Those of them that neither the message nor `pressing` says. */
  rest: Finding[];
};

/** What a check means for the chosen channel. */
export function verdictOf(check: ProviderCheck, channel: Channel): Verdict {
  const { missing, invalid, refusal, findings } = check[channel];
  const errors = findings.filter((finding) => finding.severity === "error");
  const warnings = findings.filter((finding) => finding.severity === "warning");
  if (!check.found) {
    const [reason, ...others] = errors;
    const pressing = [...others, ...warnings];
    return {
      kind: "not_found",
      mark: "err",
      message: reason?.message ?? notFound(check),
      remedies: remediesOf(reason ? [reason] : []),
      members: [],
      pressing,
      findings,
      rest: without(findings, reason ? [reason, ...pressing] : pressing),
    };
  }
  if (refusal === null) {
    const pressing = [...errors, ...warnings];
    return {
      kind: "found",
      mark: errors.length > 0 ? "err" : warnings.length > 0 ? "warn" : "ok",
      message: errors.length > 0 ? "Configuration found, and a sign-in will fail" : "Configuration found",
      remedies: [],
      members: [],
      pressing,
      findings,
      rest: without(findings, pressing),
    };
  }
  // The message names what is missing; an invalid value needs its finding to be understood.
  const named = errors.filter((finding) => finding.member !== null && missing.includes(finding.member));
  const unnamed = errors.filter((finding) => finding.member === null || invalid.includes(finding.member));
  return {
    kind: "incomplete",
    mark: "err",
    message: refusal,
    remedies: remediesOf(named),
    members: membersOf(check.found, channel, missing, invalid),
    pressing: [...unnamed, ...warnings],
    findings,
    rest: without(findings, [...unnamed, ...warnings]),
  };
}

/** Where the configuration was found, as far as it tells more than what was typed. */
export function foundAt(input: string, found: FoundProvider): string {
  const typed = input.trim().replace(/\/$/, "");
  const rest = found.discovery_url.startsWith(typed) ? found.discovery_url.slice(typed.length) : "";
  return rest !== "" && rest.startsWith("/") ? rest : found.discovery_url;
}

export type Facts = {
  issuer: string;
  issuerDiffers: boolean;
  endpoints: string;
  signing: string;
  pkce: string;
  pkceListed: boolean;
};

export function factsOf(found: FoundProvider): Facts {
  const endpoints = [
    found.authorization_endpoint && "authorization",
    found.token_endpoint && "token",
    found.userinfo_endpoint && "userinfo",
    found.jwks_uri && "keys",
  ].filter((name) => typeof name === "string" && name !== "") as string[];
  const keys = found.usable_keys === null ? [] : [`${found.usable_keys} ${found.usable_keys === 1 ? "key" : "keys"}`];
  const algorithms =
    found.signing_algorithms.length > 2
      ? [found.signing_algorithms[0] ?? "", `${found.signing_algorithms.length - 1} more`]
      : found.signing_algorithms;
  return {
    issuer: found.issuer_matches_url ? "Same as the URL" : (found.issuer ?? "Not named"),
    issuerDiffers: !found.issuer_matches_url,
    endpoints: capital(endpoints.join(", ")) || "None",
    signing: [...algorithms, ...keys].join(", ") || "Not named",
    pkce: found.pkce_methods.join(", ") || "Not listed",
    pkceListed: found.pkce_methods.length > 0,
  };
}

function without(findings: Finding[], said: Finding[]): Finding[] {
  return findings.filter((finding) => !said.includes(finding));
}

function notFound(check: ProviderCheck): string {
  const last = check.tried.at(-1);
  return last
    ? `No configuration at this address. \`${last.url}\`: ${last.outcome}`
    : "No configuration at this address.";
}

function remediesOf(findings: Finding[]): string[] {
  return [...new Set(findings.flatMap((finding) => finding.remedy ?? []))];
}

function membersOf(found: FoundProvider, channel: Channel, missing: string[], invalid: string[]): Verdict["members"] {
  const known: [string, string | null][] = [
    ["issuer", found.issuer],
    ["authorization_endpoint", found.authorization_endpoint],
    ["token_endpoint", channel === "back_channel" ? found.token_endpoint : null],
    ["jwks_uri", found.jwks_uri],
  ];
  const bad = [...missing, ...invalid];
  return [
    ...known
      .filter(([name, value]) => value !== null && !bad.includes(name))
      .map(([name]) => ({ name, state: "present" as const })),
    ...missing.map((name) => ({ name, state: "missing" as const })),
    ...invalid.map((name) => ({ name, state: "invalid" as const })),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
