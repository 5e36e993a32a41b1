import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection; what arrives goes to {@code received}, on a thread of the client. */
record Connection(WebSocket socket) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static Connection open(String url, Consumer<String> received) {
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + System.getenv("SPIDERWEB_AUTH_TOKEN"))
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            received.accept(text.toString());
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .join();
        return new Connection(socket);
    }

    void send(String type, String payload) {
        socket.sendText("{\"channel\":\"control\",\"type\":\"control.%s\",\"id\":\"%s\",\"payload\":%s}"
                .formatted(type, type, payload.replace('\'', '"')), true).join();
    }

    /** A string of an answer. */
    static String member(String frame, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(frame);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + frame);
        }
        return matcher.group(1);
    }
}
