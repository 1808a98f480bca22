package kong.unirest.core;

public interface HttpResponse<T> {
    T getBody();

    int getStatus();

    String getStatusText();

    boolean isSuccess();
}
