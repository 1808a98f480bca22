import type { Component } from "svelte";
import { match } from "$lib/router.svelte";
import Activity from "./routes/Activity.svelte";
import Application from "./routes/Application.svelte";
import Applications from "./routes/Applications.svelte";
import Connection from "./routes/Connection.svelte";
import Connections from "./routes/Connections.svelte";
import ConnectTenant from "./routes/ConnectTenant.svelte";
import Login from "./routes/Login.svelte";
import NewConnection from "./routes/NewConnection.svelte";
import Practise from "./routes/Practise.svelte";
import Promote from "./routes/Promote.svelte";
import OpenTenant from "./routes/OpenTenant.svelte";
import Tenants from "./routes/Tenants.svelte";
import User from "./routes/User.svelte";
import Users from "./routes/Users.svelte";

type Page = Component<{ params: Record<string, string> }>;
export type Route = {
  path: string;
  crumb: string;
  page: Page;
  /** The parameter whose change builds the page anew. */
  key?: string;
};
export type Place = {
  route: Route;
  params: Record<string, string>;
  /** The page is built anew where this is another one. Null: it is of a tenant, and none is open yet. */
  key: string | null;
};

// The first that fits is shown.
export const routes: Route[] = [
  { path: "/connections", crumb: "Connections", page: bare(Connections) },
  { path: "/connections/new", crumb: "New connection", page: NewConnection },
  // With the values of another one.
  { path: "/connections/new/:original", crumb: "New connection", page: NewConnection, key: "original" },
  { path: "/connections/:id", crumb: "Connection", page: Connection, key: "id" },
  { path: "/connections/:id/:tab", crumb: "Connection", page: Connection, key: "id" },
  { path: "/applications", crumb: "Applications", page: bare(Applications) },
  { path: "/applications/:id", crumb: "Application", page: Application, key: "id" },
  { path: "/applications/:id/:tab", crumb: "Application", page: Application, key: "id" },
  { path: "/users", crumb: "Users", page: bare(Users) },
  { path: "/users/:id", crumb: "User", page: User, key: "id" },
  { path: "/activity", crumb: "Activity", page: bare(Activity) },
  { path: "/practise", crumb: "Practise", page: bare(Practise) },
  { path: "/activity/:id", crumb: "Login", page: Login, key: "id" },
  { path: "/promote", crumb: "Promote", page: bare(Promote) },
  { path: "/tenants", crumb: "Tenants", page: bare(Tenants) },
  { path: "/tenants/connect", crumb: "Connect a tenant", page: ConnectTenant },
  { path: "/tenants/:id/credentials", crumb: "Credentials", page: ConnectTenant, key: "id" },
  { path: "/tenants/:id/open", crumb: "Tenant", page: OpenTenant, key: "id" },
];

// Such a page ignores the parameters it is given.
function bare(page: Component<Record<string, never>>): Page {
  return page as unknown as Page;
}

/** The page at a path. What is of a tenant is of the one in front alone, so that nothing of one is shown or done on another. */
export function placeAt(path: string, tenant: string | undefined): Place | null {
  for (const route of routes) {
    const params = match(route.path, path);
    if (!params) continue;
    const page = `${route.crumb} ${params[route.key ?? ""] ?? ""}`;
    if (path.startsWith("/tenants")) return { route, params, key: page };
    return { route, params, key: tenant === undefined ? null : `${tenant} ${page}` };
  }
  return null;
}
