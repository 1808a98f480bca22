/** Mappings to start from: what these providers put into an ID token when profile and email are asked for. */
export const starts: { name: string; attributes: Record<string, string> }[] = [
  {
    name: "Standard claims",
    attributes: {
      name: "${context.tokenset.name}",
      given_name: "${context.tokenset.given_name}",
      family_name: "${context.tokenset.family_name}",
      email: "${context.tokenset.email}",
      username: "${context.tokenset.preferred_username}",
    },
  },
  {
    name: "Microsoft Entra ID",
    attributes: {
      name: "${context.tokenset.name}",
      email: "${context.tokenset.email}",
      username: "${context.tokenset.preferred_username}",
      entra_object_id: "${context.tokenset.oid}",
      entra_tenant_id: "${context.tokenset.tid}",
    },
  },
  {
    name: "Okta",
    attributes: {
      name: "${context.tokenset.name}",
      email: "${context.tokenset.email}",
      username: "${context.tokenset.preferred_username}",
      time_zone: "${context.tokenset.zoneinfo}",
    },
  },
  {
    name: "Google Workspace",
    attributes: {
      name: "${context.tokenset.name}",
      email: "${context.tokenset.email}",
      picture: "${context.tokenset.picture}",
      workspace: "${context.tokenset.hd}",
    },
  },
  {
    name: "From userinfo",
    attributes: {
      name: "${context.userinfo.name}",
      email: "${context.userinfo.email}",
    },
  },
];

export const asJson = (attributes: Record<string, string>) => JSON.stringify(attributes, null, 2);
