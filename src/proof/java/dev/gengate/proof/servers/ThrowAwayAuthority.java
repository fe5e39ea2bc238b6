package dev.gengate.proof.servers;

import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import io.smallrye.certs.ca.CaGenerator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** A certificate authority of one test, and what it has signed; all of it in a folder that the test throws away. */
public final class ThrowAwayAuthority {
    /** The password of every key store made here. */
    public static final String PASSWORD = "throw-away-password";

    private final Path folder;
    private final X509Certificate certificate;
    private final PrivateKey key;

    public ThrowAwayAuthority(Path folder) {
        this.folder = folder;
        try {
            File keyStore = folder.resolve("ca-key.p12").toFile();
            File keyFile = folder.resolve("ca.key").toFile();
            CaGenerator generator = new CaGenerator(certificateFile().toFile(), keyFile, keyStore, PASSWORD);
            certificate = generator.generate("throw-away", "test", "test", "test", "test", "BE");
            generator.generateTrustStore(trustStore().toFile());
            key = (PrivateKey) KeyStore.getInstance(keyStore, PASSWORD.toCharArray())
                    .getKey(CaGenerator.KEYSTORE_KEY_ENTRY, PASSWORD.toCharArray());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** PEM. */
    public Path certificateFile() {
        return folder.resolve("ca.crt");
    }

    /** PKCS 12. */
    public Path trustStore() {
        return folder.resolve("ca-trust.p12");
    }

    /** A certificate for localhost under that name: {@code name.crt}, {@code name.key}, {@code name-keystore.p12}. */
    public ThrowAwayAuthority signs(String name) {
        CertificateRequest request = new CertificateRequest()
                .withName(name)
                .withCN(name)
                .withPassword(PASSWORD)
                .withFormat(Format.PEM)
                .withFormat(Format.PKCS12)
                .withSubjectAlternativeName("DNS:localhost")
                .withDuration(Duration.ofDays(2))
                .signedWith(certificate, key);
        try {
            new CertificateGenerator(folder, true).generate(request);
            Files.setPosixFilePermissions(file(name + ".key"), PosixFilePermissions.fromString("rw-------"));
            Files.writeString(
                    file(name + ".pem"), Files.readString(file(name + ".key")) + Files.readString(file(name + ".crt")));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** One of the files made; {@code name.pem} has the key and the certificate. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** PEM of the authority, as text. */
    public String certificateText() {
        try {
            return Files.readString(certificateFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
