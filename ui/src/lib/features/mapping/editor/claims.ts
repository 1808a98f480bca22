// The claims that are offered where a template is being written.

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { tooltips, type EditorView } from "@codemirror/view";
import type { Reference } from "$lib/api";
import { asLine, fitting, kindOf, writingAt } from "../completion";

type Offered = Completion & { reference: Reference };

export const claims = (references: () => Reference[]) => [
  autocompletion({
    override: [(context) => offered(context, references())],
    activateOnTypingDelay: 0,
    interactionDelay: 0,
    defaultKeymap: false,
    icons: false,
    addToOptions: [{ render: aside, position: 60 }],
  }),
  tooltips({ tooltipSpace: pane }),
];

function offered(context: CompletionContext, references: Reference[]): CompletionResult | null {
  const writing = writingAt(context.state.doc.toString(), context.pos);
  const fits = writing ? fitting(references, writing.typed) : [];
  if (!writing || fits.length === 0) return null;
  return {
    from: writing.from,
    to: writing.to,
    filter: false,
    options: fits.map((reference): Offered => ({
      label: reference.path.slice("context.".length),
      apply: `\${${reference.path}}`,
      reference,
    })),
  };
}

/** What a claim is, beside its path. */
function aside(completion: Completion): Node {
  const { value, in_sample } = (completion as Offered).reference;
  const line = document.createElement("span");
  line.className = "offered__value";
  line.append(
    ...[kindOf(value), asLine(value), in_sample ? null : "earlier"]
      .filter((text) => text !== null)
      .map((text) => Object.assign(document.createElement("bdi"), { textContent: text })),
  );
  return line;
}

/** The list of claims stays within the pane that scrolls, above the footer. */
function pane(view: EditorView) {
  const host = (view.root as ShadowRoot).host;
  return (host.closest(".scroll") ?? document.documentElement).getBoundingClientRect();
}
