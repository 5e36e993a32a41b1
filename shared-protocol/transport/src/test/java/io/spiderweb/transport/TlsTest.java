package io.spiderweb.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client verifies whom it speaks to, and says what is wrong. */
class TlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        generate(request("right", "IP:127.0.0.1"));
        generate(request("elsewhere", "DNS:elsewhere.example"));
        // a certificate that is believed itself never expires: one behind an authority does
        generate(request("authority", "DNS:authority.example")
                .withFormat(Format.PKCS12)
                .withPassword(PASSWORD));
        KeyStore authority =
                KeyStore.getInstance(directory.resolve("authority-keystore.p12").toFile(), PASSWORD.toCharArray());
        String alias = authority.aliases().nextElement();
        generate(request("old", "IP:127.0.0.1")
                .withDuration(Duration.ofDays(-1))
                .signedWith((X509Certificate) authority.getCertificate(alias), (PrivateKey)
                        authority.getKey(alias, PASSWORD.toCharArray())));
    }

    @Test
    @DisplayName("control 11 row 25: wss:// is spoken")
    void aPeerWhoseAuthorityIsBelievedIsReached() throws Exception {
        CompletableFuture<String> arrived = new CompletableFuture<>();
        try (TestServer server = TestServer.startTls(pem("right"), (socket, frame) -> arrived.complete(frame));
                WsClient client = WsClient.create(directory.resolve("right.crt"));
                Socket socket = connect(client, "wss", server)) {
            socket.send("hello");
            assertThat(arrived.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void anAuthorityThatNobodyNamedIsNotBelieved() {
        assertRefused("wss", "right", null, "authority that is not believed", "SPIDERWEB_TLS_CA_FILE");
        assertRefused("wss", "right", "elsewhere", "authority that is not believed", "SPIDERWEB_TLS_CA_FILE");
    }

    @Test
    void aCertificateHasToNameTheHost() {
        assertRefused("wss", "elsewhere", "elsewhere", "for another host", "127.0.0.1");
    }

    @Test
    void anExpiredCertificateIsNamedAsSuch() {
        assertRefused("wss", "old", "authority", "has expired");
    }

    @Test
    void whoMixesUpTheSchemesIsToldWhichToWrite() {
        assertRefused("ws", "right", "right", "write wss://");
        assertRefused("wss", null, "right", "write ws://");
    }

    @Test
    void aFileWithoutCertificatesIsRefusedAtOnce() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.crt"), "");
        assertThatThrownBy(() -> WsClient.create(empty)).hasMessageContainingAll("empty.crt", "no certificate");
        assertThatThrownBy(() -> WsClient.create(directory.resolve("nowhere.crt")))
                .hasMessageContaining("nowhere.crt");
    }

    private static void assertRefused(
            String scheme, @Nullable String certificate, @Nullable String believed, String... why) {
        try (TestServer server = certificate == null
                        ? TestServer.start((socket, frame) -> {})
                        : TestServer.startTls(pem(certificate), (socket, frame) -> {});
                WsClient client = WsClient.create(believed == null ? null : directory.resolve(believed + ".crt"))) {
            assertThatThrownBy(() -> connect(client, scheme, server))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining(scheme + "://127.0.0.1")
                    .hasMessageContainingAll(why);
        }
    }

    private static Socket connect(WsClient client, String scheme, TestServer server) throws ConnectionLostException {
        Endpoint endpoint = Endpoint.of(scheme + "://127.0.0.1:" + server.port() + "/", null);
        return client.connect(endpoint, Heartbeat.LAX, frame -> {}, reason -> {});
    }

    private static PemKeyCertOptions pem(String name) {
        return new PemKeyCertOptions()
                .addCertPath(directory.resolve(name + ".crt").toString())
                .addKeyPath(directory.resolve(name + ".key").toString());
    }

    private static CertificateRequest request(String name, String host) {
        return new CertificateRequest()
                .withName(name)
                .withCN(name)
                .withSubjectAlternativeName(host)
                .withFormat(Format.PEM);
    }

    private static void generate(CertificateRequest request) throws Exception {
        new CertificateGenerator(directory, true).generate(request);
    }
}
