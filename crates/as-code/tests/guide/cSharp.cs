using System;
using RestSharp;

// Creates a front-channel connection with a discovery endpoint.
class Program
{
    const string Body = @"{
  ""strategy"": ""oidc"",
  ""name"": ""CONNECTION_NAME"",
  ""options"": {
    ""type"": ""front_channel"",
    ""discovery_url"": ""https://IDP_DOMAIN/.well-known/openid-configuration"",
    ""client_id"": ""IDP_CLIENT_ID"",
    ""scope"": ""openid profile""
  }
}";

    static void Main()
    {
        var client = new RestClient("https://{yourDomain}/api/v2/connections");
        var request = new RestRequest("", Method.Post);
        request.AddHeader("authorization", "Bearer MGMT_API_ACCESS_TOKEN");
        request.AddStringBody(Body, DataFormat.Json);

        var response = client.Execute(request);
        Console.WriteLine(response.Content);
        if (!response.IsSuccessful)
        {
            throw new Exception($"{(int)response.StatusCode} {response.ErrorMessage}");
        }
    }
}

using System;
using RestSharp;

// Creates a back-channel connection with a discovery endpoint.
class Program
{
    const string Body = @"{
  ""strategy"": ""oidc"",
  ""name"": ""CONNECTION_NAME"",
  ""options"": {
    ""type"": ""back_channel"",
    ""discovery_url"": ""https://IDP_DOMAIN/.well-known/openid-configuration"",
    ""client_id"": ""IDP_CLIENT_ID"",
    ""client_secret"": ""IDP_CLIENT_SECRET"",
    ""scope"": ""openid profile""
  }
}";

    static void Main()
    {
        var client = new RestClient("https://{yourDomain}/api/v2/connections");
        var request = new RestRequest("", Method.Post);
        request.AddHeader("authorization", "Bearer MGMT_API_ACCESS_TOKEN");
        request.AddStringBody(Body, DataFormat.Json);

        var response = client.Execute(request);
        Console.WriteLine(response.Content);
        if (!response.IsSuccessful)
        {
            throw new Exception($"{(int)response.StatusCode} {response.ErrorMessage}");
        }
    }
}

using System;
using RestSharp;

// Creates a back-channel connection with issuer settings.
class Program
{
    const string Body = @"{
  ""strategy"": ""oidc"",
  ""name"": ""CONNECTION_NAME"",
  ""options"": {
    ""type"": ""back_channel"",
    ""issuer"": ""https://IDP_DOMAIN"",
    ""authorization_endpoint"": ""https://IDP_DOMAIN/authorize"",
    ""client_secret"": ""IDP_CLIENT_SECRET"",
    ""client_id"": ""IDP_CLIENT_ID"",
    ""scope"": ""openid profile""
  }
}";

    static void Main()
    {
        var client = new RestClient("https://{yourDomain}/api/v2/connections");
        var request = new RestRequest("", Method.Post);
        request.AddHeader("authorization", "Bearer MGMT_API_ACCESS_TOKEN");
        request.AddStringBody(Body, DataFormat.Json);

        var response = client.Execute(request);
        Console.WriteLine(response.Content);
        if (!response.IsSuccessful)
        {
            throw new Exception($"{(int)response.StatusCode} {response.ErrorMessage}");
        }
    }
}

using System;
using RestSharp;

// Creates a front-channel connection with issuer settings.
class Program
{
    const string Body = @"{
  ""strategy"": ""oidc"",
  ""name"": ""CONNECTION_NAME"",
  ""options"": {
    ""type"": ""front_channel"",
    ""issuer"": ""https://IDP_DOMAIN"",
    ""authorization_endpoint"": ""https://IDP_DOMAIN/authorize"",
    ""token_endpoint"": ""https://IDP_DOMAIN/oauth/token"",
    ""client_id"": ""IDP_CLIENT_ID"",
    ""scope"": ""openid profile""
  }
}";

    static void Main()
    {
        var client = new RestClient("https://{yourDomain}/api/v2/connections");
        var request = new RestRequest("", Method.Post);
        request.AddHeader("authorization", "Bearer MGMT_API_ACCESS_TOKEN");
        request.AddStringBody(Body, DataFormat.Json);

        var response = client.Execute(request);
        Console.WriteLine(response.Content);
        if (!response.IsSuccessful)
        {
            throw new Exception($"{(int)response.StatusCode} {response.ErrorMessage}");
        }
    }
}
