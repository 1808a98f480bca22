import kong.unirest.core.HttpResponse;
import kong.unirest.core.Unirest;

// Creates a front-channel connection with a discovery endpoint.
public class Main {
    public static void main(String[] args) {
        String body = String.join("\n",
            "{",
            "  \"strategy\": \"oidc\",",
            "  \"name\": \"CONNECTION_NAME\",",
            "  \"options\": {",
            "    \"type\": \"front_channel\",",
            "    \"discovery_url\": \"https://IDP_DOMAIN/.well-known/openid-configuration\",",
            "    \"client_id\": \"IDP_CLIENT_ID\",",
            "    \"scope\": \"openid profile\"",
            "  }",
            "}");

        HttpResponse<String> response = Unirest.post("https://{yourDomain}/api/v2/connections")
            .header("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
            .header("content-type", "application/json")
            .body(body)
            .asString();

        System.out.println(response.getBody());
        if (!response.isSuccess()) {
            throw new IllegalStateException(response.getStatus() + " " + response.getStatusText());
        }
    }
}

import kong.unirest.core.HttpResponse;
import kong.unirest.core.Unirest;

// Creates a back-channel connection with a discovery endpoint.
public class Main {
    public static void main(String[] args) {
        String body = String.join("\n",
            "{",
            "  \"strategy\": \"oidc\",",
            "  \"name\": \"CONNECTION_NAME\",",
            "  \"options\": {",
            "    \"type\": \"back_channel\",",
            "    \"discovery_url\": \"https://IDP_DOMAIN/.well-known/openid-configuration\",",
            "    \"client_id\": \"IDP_CLIENT_ID\",",
            "    \"client_secret\": \"IDP_CLIENT_SECRET\",",
            "    \"scope\": \"openid profile\"",
            "  }",
            "}");

        HttpResponse<String> response = Unirest.post("https://{yourDomain}/api/v2/connections")
            .header("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
            .header("content-type", "application/json")
            .body(body)
            .asString();

        System.out.println(response.getBody());
        if (!response.isSuccess()) {
            throw new IllegalStateException(response.getStatus() + " " + response.getStatusText());
        }
    }
}

import kong.unirest.core.HttpResponse;
import kong.unirest.core.Unirest;

// Creates a back-channel connection with issuer settings.
public class Main {
    public static void main(String[] args) {
        String body = String.join("\n",
            "{",
            "  \"strategy\": \"oidc\",",
            "  \"name\": \"CONNECTION_NAME\",",
            "  \"options\": {",
            "    \"type\": \"back_channel\",",
            "    \"issuer\": \"https://IDP_DOMAIN\",",
            "    \"authorization_endpoint\": \"https://IDP_DOMAIN/authorize\",",
            "    \"client_secret\": \"IDP_CLIENT_SECRET\",",
            "    \"client_id\": \"IDP_CLIENT_ID\",",
            "    \"scope\": \"openid profile\"",
            "  }",
            "}");

        HttpResponse<String> response = Unirest.post("https://{yourDomain}/api/v2/connections")
            .header("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
            .header("content-type", "application/json")
            .body(body)
            .asString();

        System.out.println(response.getBody());
        if (!response.isSuccess()) {
            throw new IllegalStateException(response.getStatus() + " " + response.getStatusText());
        }
    }
}

import kong.unirest.core.HttpResponse;
import kong.unirest.core.Unirest;

// Creates a front-channel connection with issuer settings.
public class Main {
    public static void main(String[] args) {
        String body = String.join("\n",
            "{",
            "  \"strategy\": \"oidc\",",
            "  \"name\": \"CONNECTION_NAME\",",
            "  \"options\": {",
            "    \"type\": \"front_channel\",",
            "    \"issuer\": \"https://IDP_DOMAIN\",",
            "    \"authorization_endpoint\": \"https://IDP_DOMAIN/authorize\",",
            "    \"token_endpoint\": \"https://IDP_DOMAIN/oauth/token\",",
            "    \"client_id\": \"IDP_CLIENT_ID\",",
            "    \"scope\": \"openid profile\"",
            "  }",
            "}");

        HttpResponse<String> response = Unirest.post("https://{yourDomain}/api/v2/connections")
            .header("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
            .header("content-type", "application/json")
            .body(body)
            .asString();

        System.out.println(response.getBody());
        if (!response.isSuccess()) {
            throw new IllegalStateException(response.getStatus() + " " + response.getStatusText());
        }
    }
}
