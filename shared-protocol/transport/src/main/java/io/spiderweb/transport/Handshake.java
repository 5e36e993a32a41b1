package io.spiderweb.transport;

import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection did not come about, for people. */
final class Handshake {

    private Handshake() {}

    static String explain(Endpoint endpoint, Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = switch (cause) {
                case CertificateExpiredException expired ->
                    "its certificate has expired (" + expired.getMessage() + ")";
                case CertificateNotYetValidException early ->
                    "its certificate is not valid yet (" + early.getMessage() + "): compare the clocks";
                case CertPathBuilderException unknown ->
                    "its certificate comes from an authority that is not believed here: name the file of that"
                            + " authority in SPIDERWEB_TLS_CA_FILE";
                case NotSslRecordException plain -> "it does not speak TLS: write ws:// if it should not";
                case WebSocketHandshakeException closed ->
                    "it closed the connection" + (endpoint.isTls() ? "" : "; if it speaks TLS, write wss://");
                // what is left once chain and dates are right is the name
                case CertificateException name
                when name.getCause() == null -> "its certificate is for another host (" + name.getMessage() + ")";
                default -> null;
            };
            if (known != null) {
                return known;
            }
        }
        return failure instanceof SSLException
                ? "no TLS connection: " + failure.getMessage()
                : "" + failure.getMessage();
    }
}
