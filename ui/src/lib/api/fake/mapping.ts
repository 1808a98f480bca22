import type { CommunicationChannel as Channel, MappingForm, MappingPreview, MappingRow, Slip } from "../bindings";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const samples = [
  { id: "trace_2", at: ago(12), person: "Priya Natarajan" },
  { id: "trace_1", at: ago(180), person: "Jo Doe" },
];
const claims: Record<string, MappingPreview["references"][number]["value"]> = {
  email: "priya@contoso.example",
  email_verified: true,
  name: "Priya Natarajan",
  groups: ["Engineering", "Support"],
};

const references: MappingPreview["references"] = [
  ...Object.entries(claims).map(([claim, value]) => ({ path: `context.tokenset.${claim}`, value, in_sample: true })),
  { path: "context.tokenset.phone_number", value: "+49 30 1234", in_sample: false },
  { path: "context.connection.id", value: "con_8ZkQ4tRvM2xJ", in_sample: true },
  { path: "context.connection.strategy", value: "oidc", in_sample: true },
];

/** As the program answers, of slips no more than a test needs: what is no JSON, and claims that did not come. */
export function previewOf(mapping: MappingForm, channel: Channel, chosen: string | null): MappingPreview {
  const text = mapping.attributes;
  const sample = samples.find(({ id }) => id === chosen) ?? samples[0] ?? null;
  const answer = { samples, sample, references };
  if (mapping.mode === "bind_all")
    return {
      ...answer,
      slips: [],
      outcome: {
        rows: [{ name: "email", from: "email", value: "priya@contoso.example", absent: null, flag: null }],
        unmapped: ["iss", "sub", "aud", "groups"],
        findings: [],
        userinfo: "not_named",
      },
    };
  let attributes: Record<string, unknown>;
  try {
    attributes = JSON.parse(text) as Record<string, unknown>;
  } catch {
    const lines = text.split("\n");
    const place = { line: lines.length, column: 1, length: lines.at(-1)?.length ?? 0 };
    return {
      ...answer,
      slips: [
        {
          severity: "error",
          place,
          message: "This { is never closed: } is missing at the end.",
          remedy: null,
          fix: { label: "Close it", place: { line: lines.length, column: place.length + 1, length: 0 }, text: "}" },
        },
      ],
      outcome: null,
    };
  }
  const missing = [...text.matchAll(/\$\{context\.tokenset\.(\w+)\}/g)].filter(
    ([, claim]) => !((claim as string) in claims),
  );
  const slips = missing.map((found): Slip => {
    const before = text.slice(0, found.index).split("\n");
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 3, length: found[0].length - 3 };
    return {
      severity: "warning",
      place,
      message: `The provider did not send ${found[1]}.`,
      remedy: "Correct the template.",
      fix: { label: "Use email", place, text: "context.tokenset.email" },
    };
  });
  const rows = Object.entries(attributes).map(([name, template]): MappingRow => {
    const claim = /^\$\{context\.tokenset\.(\w+)\}$/.exec(String(template))?.[1];
    const value = claim ? (claims[claim] ?? null) : String(template);
    return {
      name,
      from: String(template),
      value,
      absent: value === null ? "Not in the claims of this login" : null,
      flag: value === null ? "warning" : null,
    };
  });
  const userinfo = !text.includes("${context.userinfo.")
    ? "not_named"
    : channel === "front_channel"
      ? "front_channel"
      : "asked";
  return { ...answer, slips, outcome: { rows, unmapped: ["iss", "sub", "aud", "groups"], findings: [], userinfo } };
}
