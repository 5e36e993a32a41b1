package io.spiderweb.control.cli;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.logging.LogManager;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the build runs to fill the AOT cache of the command: one operation, with a server that answers anything, and help. */
final class Training {

    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\")");

    private Training() {}

    public static void main(String... args) {
        LogManager.getLogManager().reset();
        Vertx vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(Training::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        String url = "ws://127.0.0.1:" + server.actualPort() + "/";
        int failed =
                run("--url", url, "node_list") + run("--url", url, "--table", "node_list") + run("help", "node_list");
        vertx.close().toCompletionStage().toCompletableFuture().join();
        System.exit(failed);
    }

    private static int run(String... arguments) {
        return new Main()
                .commandLine(Names.of(arguments))
                .setOut(new PrintWriter(Writer.nullWriter()))
                .execute(arguments);
    }

    private static void answer(ServerWebSocket socket) {
        socket.textMessageHandler(frame -> {
            Matcher id = ID.matcher(frame);
            if (id.find()) {
                socket.writeTextMessage("{\"channel\":\"control\",\"type\":\"control.node_list\",\"id\":" + id.group(1)
                        + ",\"ok\":true,\"payload\":{\"nodes\":[{\"node_id\":\"node-1\",\"last_seen_ms\":0}]}}");
            }
        });
    }
}
