// Home realm discovery and the login page, as the program answers for them.
import type {
  ApplicationRow,
  ConnectionForm,
  ConnectionView,
  DomainRow,
  DomainsRead,
  EmailRoute,
  EmailRoutes,
  LogoCheck,
  RefusedDomain,
} from "../bindings";

const named = ({ id, form }: ConnectionView) => ({ id, name: form.name });

export function readDomains(others: ConnectionView[], held: string[], typed: string): DomainsRead {
  const domains = [...held];
  const refused: RefusedDomain[] = [];
  let repeated = 0;
  for (const entry of typed.split(/[\s,;|]+/).filter((part) => part !== "")) {
    const domain =
      URL.parse(
        `https://${entry
          .replace(/^\w+:\/\//, "")
          .split("@")
          .at(-1)}`,
      )?.hostname ?? "";
    if (!domain.includes("."))
      refused.push({ value: entry, why: "It is a single word. A domain has a dot, as in example.com." });
    else if (domains.includes(domain)) repeated += 1;
    else domains.push(domain);
  }
  const row = (domain: string): DomainRow => ({
    domain,
    shown: domain === "xn--bcher-kva.example" ? "bücher.example" : domain,
    public_mail: domain === "gmail.com",
    mail_domain: domain.startsWith("www.") ? domain.slice(4) : null,
    held_by: others.filter((view) => view.form.domains.includes(domain)).map(named),
  });
  return { domains: domains.map(row), refused, repeated };
}

export function routeOf(views: ConnectionView[], applications: ApplicationRow[], email: string): EmailRoutes {
  const domain = email.split("@")[1]?.toLowerCase() ?? "";
  if (domain === "") return { any: { kind: "not_an_address" }, applications: [] };
  const [first, ...also] = views.filter((view) => view.form.domains.includes(domain));
  if (!first) return { any: { kind: "unmatched", domain }, applications: [] };
  const any: EmailRoute = { kind: "matched", connection: named(first), domain, also: also.map(named) };
  const nowhere: EmailRoute = { kind: "not_enabled", domain, claimed_by: [first, ...also].map(named) };
  return {
    any,
    applications: applications.map(({ name, enabled }) => ({ application: name, route: enabled ? any : nowhere })),
  };
}

export function loginPage(application: string, form: ConnectionForm): string {
  const button = form.show_as_button ? `<p>Continue with ${form.display_name || form.name}</p>` : "";
  return `<!doctype html><html lang="en"><title>Log in</title><body style="font:14px system-ui;padding:24px"><h1>Log in to ${application}</h1>${button}</body></html>`;
}

export function logoAt(url: string): LogoCheck {
  if (!url.startsWith("https://"))
    return {
      kind: "not_shown",
      why: "This is not an https URL.",
      remedy: "Login pages load no image over plain http.",
    };
  const image =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E%3Cpath fill='%230b7a75' d='M2 2h16v16H2z'/%3E%3C/svg%3E";
  return {
    kind: "shown",
    image,
    format: "SVG",
    size: [40, 20],
    bytes: 1843,
    remarks: ["It is 40×20, and login pages squeeze it into a square."],
  };
}
