package io.spiderweb.service.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample service with a certificate. */
class TlsTest {

    @TempDir
    Path directory;

    private Map<String, String> settings;

    @BeforeEach
    void makeCertificate() throws Exception {
        generate();
        settings = Map.of(
                "SPIDERWEB_TLS_CERT_FILE", directory.resolve("tls.crt").toString(),
                "SPIDERWEB_TLS_KEY_FILE", directory.resolve("tls.key").toString());
    }

    @Test
    void aServiceWithACertificateSpeaksTlsOnItsPortAndNothingElse() throws Exception {
        try (var sample = SampleProcess.start(directory, settings)) {
            int port = sample.port();
            assertThat(sample.output()).contains("port " + port + " with TLS");
            assertThat(greeting(port)).isEqualTo("hi");
            assertThat(plainAnswer(port)).doesNotContain("hi");
            sample.terminate();
            assertThat(sample.exitStatus()).isZero();
            assertThat(sample.errors()).isEmpty();
        }
    }

    @Test
    void aCertificateWithoutItsKeyIsOneLineThatSaysSo() throws Exception {
        assertFails(
                Map.of("SPIDERWEB_TLS_CERT_FILE", directory.resolve("tls.crt").toString()),
                "SPIDERWEB_TLS_CERT_FILE and SPIDERWEB_TLS_KEY_FILE go together");
        assertFails(
                Map.of("SPIDERWEB_TLS_CERT_FILE", "/nowhere.crt", "SPIDERWEB_TLS_KEY_FILE", "/nowhere.key"),
                "cannot read /nowhere.crt, which SPIDERWEB_TLS_CERT_FILE names");
        Path empty = Files.writeString(directory.resolve("empty.key"), "");
        assertFails(
                Map.of(
                        "SPIDERWEB_TLS_CERT_FILE", directory.resolve("tls.crt").toString(),
                        "SPIDERWEB_TLS_KEY_FILE", empty.toString()),
                "SPIDERWEB_TLS_KEY_FILE");
    }

    @Test
    @Tag("faults")
    void aCertificateThatWasReplacedIsTakenUpWithoutARestart() throws Exception {
        try (var sample = SampleProcess.start(directory, settings)) {
            int port = sample.port();
            assertThat(greeting(port)).isEqualTo("hi");
            generate();
            // this client believes the new one alone
            await().atMost(Duration.ofMinutes(3))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> greeting(port).equals("hi"));
        }
    }

    private void generate() throws Exception {
        new CertificateGenerator(directory, true)
                .generate(new CertificateRequest()
                        .withName("tls")
                        .withCN("localhost")
                        .withSubjectAlternativeName("IP:127.0.0.1")
                        .withFormat(Format.PEM));
    }

    private String greeting(int port) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(believing()).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/greeting"));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void assertFails(Map<String, String> environment, String message) throws Exception {
        try (var sample = SampleProcess.start(directory, environment)) {
            assertThat(sample.exitStatus()).isEqualTo(1);
            assertThat(sample.errors()).startsWith("sample: ").contains(message).hasLineCount(1);
        }
    }

    private static String plainAnswer(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /greeting HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private SSLContext believing() throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (var file = Files.newInputStream(directory.resolve("tls.crt"))) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
            known.setCertificateEntry("sample", certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
