package kong.unirest.core;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** As much of Unirest 4 as a snippet uses, over the JDK's own client. */
public final class Unirest {
    private Unirest() {}

    public static Request get(String url) {
        return new Request("GET", url);
    }

    public static RequestWithBody post(String url) {
        return new RequestWithBody("POST", url);
    }

    public static RequestWithBody put(String url) {
        return new RequestWithBody("PUT", url);
    }

    public static RequestWithBody patch(String url) {
        return new RequestWithBody("PATCH", url);
    }

    public static RequestWithBody delete(String url) {
        return new RequestWithBody("DELETE", url);
    }

    public static class Request {
        private final HttpRequest.Builder request;
        private final String method;
        String body;

        Request(String method, String url) {
            this.method = method;
            request = HttpRequest.newBuilder(URI.create(url));
        }

        public Request header(String name, String value) {
            request.header(name, value);
            return this;
        }

        public HttpResponse<String> asString() {
            var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
            try {
                var answer = HttpClient.newHttpClient().send(request.method(method, publisher).build(), BodyHandlers.ofString());
                return new Answer(answer.statusCode(), answer.body());
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        }
    }

    public static final class RequestWithBody extends Request {
        RequestWithBody(String method, String url) {
            super(method, url);
        }

        @Override
        public RequestWithBody header(String name, String value) {
            super.header(name, value);
            return this;
        }

        public Request body(String text) {
            body = text;
            return this;
        }
    }

    private static final class Answer implements HttpResponse<String> {
        private final int status;
        private final String body;

        Answer(int status, String body) {
            this.status = status;
            this.body = body;
        }

        @Override
        public String getBody() {
            return body;
        }

        @Override
        public int getStatus() {
            return status;
        }

        @Override
        public String getStatusText() {
            return "";
        }

        @Override
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }
}
