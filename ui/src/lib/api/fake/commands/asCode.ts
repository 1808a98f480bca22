// What a change sends, as a program: two languages stand for all.
import type { RequestsOf, ShownRequests } from "../../bindings";
import { command } from "../state";

const secret = "IDP_CLIENT_SECRET";
const token = "MGMT_API_ACCESS_TOKEN";

export const asCode = {
  showRequests: command("showRequests", (of: RequestsOf, withSecrets: boolean): ShownRequests => {
    const { says, method, path, options } = told(of);
    const body = options && JSON.stringify({ options: { client_secret: withSecrets ? "s3cret" : secret } }, null, 2);
    const curl = `# ${says}\ncurl --request ${method} \\\n  --url 'http://localhost:4400/api/v2${path}' \\\n  --header "authorization: Bearer $${token}"${body ? ` \\\n  --data-raw '${body}'` : ""}\n`;
    const ruby = `require "net/http"\n\n# ${says}\nbody = <<'JSON'\n${body ?? ""}\nJSON\nhttp["authorization"] = "Bearer ${token}"\n`;
    return {
      calls: [{ says, method, path }],
      more: 0,
      secrets: options ? [secret] : [],
      languages: [
        { label: "curl", needs: "bash or zsh, and curl 7.76 or newer.", programs: [curl] },
        { label: "Ruby", needs: "Ruby, Net::HTTP, nothing to install.", programs: [ruby] },
      ],
      token,
    };
  }),
};

function told(of: RequestsOf) {
  switch (of.kind) {
    case "creation":
      return { says: "Creates the connection.", method: "POST", path: "/connections", options: true };
    case "deletion":
      return {
        says: "Deletes the connection and its users.",
        method: "DELETE",
        path: `/connections/${of.connection_id}`,
        options: false,
      };
    default:
      return { says: "Changes the connection.", method: "PATCH", path: "/connections/con_1", options: true };
  }
}
