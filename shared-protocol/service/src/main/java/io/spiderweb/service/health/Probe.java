package io.spiderweb.service.health;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * An answer to a probe (spec control 8).
 *
 * @param status 200 or 503
 * @param body the first line is the verdict; below it the checks that failed, one a line
 */
public record Probe(int status, String body) {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    static Probe up(String word) {
        return new Probe(OK, word + "\n");
    }

    static Probe down(String word, String failing) {
        return new Probe(UNAVAILABLE, "not " + word + "\n" + failing);
    }

    /** Sends it. */
    public void answer(HttpServerResponse response) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(body);
    }
}
