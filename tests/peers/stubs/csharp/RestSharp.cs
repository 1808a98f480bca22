// As much of RestSharp 107 as a snippet uses, over the framework's own client.
using System.IO;
using System.Net;
using System.Text;

namespace RestSharp
{
    public enum Method { Get, Post, Put, Delete, Head, Options, Patch }

    public enum DataFormat { Json, Xml, Binary, None }

    public class RestRequest
    {
        internal readonly string Resource;
        internal readonly Method Method;
        internal readonly WebHeaderCollection Headers = new WebHeaderCollection();
        internal string Body;

        public RestRequest(string resource, Method method)
        {
            Resource = resource;
            Method = method;
        }

        public RestRequest AddHeader(string name, string value)
        {
            Headers.Add(name, value);
            return this;
        }

        public RestRequest AddStringBody(string body, DataFormat format)
        {
            Body = body;
            return this;
        }
    }

    public class RestResponse
    {
        public string Content { get; internal set; }
        public string ErrorMessage { get; internal set; }
        public HttpStatusCode StatusCode { get; internal set; }
        public bool IsSuccessful { get { return (int)StatusCode >= 200 && (int)StatusCode < 300; } }
    }

    public class RestClient
    {
        private readonly string url;

        public RestClient(string baseUrl)
        {
            url = baseUrl;
        }

        public RestResponse Execute(RestRequest request)
        {
            var sent = WebRequest.CreateHttp(url + request.Resource);
            sent.Method = request.Method.ToString().ToUpperInvariant();
            sent.Headers.Add(request.Headers);
            if (request.Body != null)
            {
                sent.ContentType = "application/json";
                var bytes = new UTF8Encoding(false).GetBytes(request.Body);
                using (var stream = sent.GetRequestStream())
                {
                    stream.Write(bytes, 0, bytes.Length);
                }
            }
            try
            {
                return Read((HttpWebResponse)sent.GetResponse());
            }
            catch (WebException error) when (error.Response != null)
            {
                return Read((HttpWebResponse)error.Response);
            }
        }

        private static RestResponse Read(HttpWebResponse answer)
        {
            using (var reader = new StreamReader(answer.GetResponseStream(), Encoding.UTF8))
            {
                return new RestResponse { Content = reader.ReadToEnd(), StatusCode = answer.StatusCode };
            }
        }
    }
}
