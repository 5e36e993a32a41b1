package io.spiderweb.transport;

import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The file with the authorities that a client believes. */
final class Authorities {

    private Authorities() {}

    /** @throws IllegalArgumentException with a message for people, if the file cannot be read or holds no certificate */
    static PemTrustOptions read(Path file) {
        try (InputStream text = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(text)
                    .isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return new PemTrustOptions().addCertPath(file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the file of authorities " + file + ": " + e, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "the file of authorities " + file + " holds no certificate in PEM: " + e.getMessage(), e);
        }
    }
}
