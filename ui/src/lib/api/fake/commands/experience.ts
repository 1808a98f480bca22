// Domains and where they lead, login pages, logos.
import type { ConnectionForm, DomainsMoved } from "../../bindings";
import { loginPage, logoAt, readDomains, routeOf } from "../experience";
import { command, found, state } from "../state";

export const experience = {
  readDomains: command("readDomains", (id: string, held: string[], typed: string) =>
    readDomains(
      state.views.filter((view) => view.id !== id),
      held,
      typed,
    ),
  ),
  moveDomains: command("moveDomains", (id: string, domains: string[]): DomainsMoved => {
    state.views = state.views.map((view) => {
      const others = view.form.domains.filter((domain) => !domains.includes(domain));
      return {
        ...view,
        revision: `${Number(view.revision) + 1}`,
        form: { ...view.form, domains: view.id === id ? [...others, ...domains] : others },
      };
    });
    return { view: state.revisions.read(found(id)), still_held: [] };
  }),
  routeEmail: command("routeEmail", (id: string, form: ConnectionForm, email: string) =>
    routeOf(
      state.views.map((view) => (view.id === id ? { ...view, form } : view)),
      state.people.of(id),
      email,
    ),
  ),
  previewLoginPage: command("previewLoginPage", (_id, form, clientId) =>
    loginPage(state.people.applications().find((app) => app.client_id === clientId)?.name ?? "your application", form),
  ),
  readLogo: command("readLogo", (_ticket, url) => logoAt(url)),
};
