// Issuer details, and what is judged of a stored document.
import type { DocumentCheck, IssuerDetails } from "../../bindings";
import { documentCheck, issuerDetails, liveDocument, memberProblem } from "../metadata";
import { command, found } from "../state";

export const metadata = {
  checkMember: command("checkMember", (name, value) => memberProblem(name, value)),
  issuerDetails: command("issuerDetails", (_ticket: string, id: string): IssuerDetails =>
    issuerDetails(found(id).form.discovery_url),
  ),
  checkDocument: command("checkDocument", (_revision: string, _discoveryUrl: string, text: string): DocumentCheck =>
    documentCheck(text),
  ),
  liveDocument: command("liveDocument", (_ticket: string, _revision: string, discoveryUrl: string): DocumentCheck =>
    documentCheck(liveDocument(discoveryUrl)),
  ),
};
