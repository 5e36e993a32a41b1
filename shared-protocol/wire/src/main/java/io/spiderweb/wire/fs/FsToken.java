package io.spiderweb.wire.fs;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a mount client shows to a node of ours in hello: a short-lived grant for one export, signed with the node's secret, so that
 * the secret itself never leaves node and control plane. Text form: {@code swfs_<claims>.<HMAC-SHA256>}, both base64url.
 *
 * @param expiresAtMs milliseconds since the epoch
 */
public record FsToken(String nodeId, String exportName, boolean readOnly, String projectId, long expiresAtMs) {

    /** What a node names when it joins, to say that it understands these tokens. */
    public static final String FEATURE = "fs-token-1";

    private static final String PREFIX = "swfs_";

    public Secret signedWith(Secret nodeSecret) {
        String claims = base64(Json.write(this).getBytes(StandardCharsets.UTF_8));
        return new Secret(PREFIX + claims + "." + base64(mac(nodeSecret, claims)));
    }

    /** The grant that a text carries, if it was signed with this secret and has not expired. */
    public static Optional<FsToken> verify(Secret text, Secret nodeSecret, Instant now) {
        String token = text.reveal();
        int dot = token.indexOf('.');
        if (!token.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        String claims = token.substring(PREFIX.length(), dot);
        if (!new Secret(base64(mac(nodeSecret, claims))).matches(new Secret(token.substring(dot + 1)))) {
            return Optional.empty();
        }
        try {
            JsonNode document = Json.parse(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
            return Optional.of(Json.read(document, FsToken.class))
                    .filter(grant -> grant.expiresAtMs > now.toEpochMilli());
        } catch (InvalidJsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] mac(Secret secret, String claims) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(claims.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
