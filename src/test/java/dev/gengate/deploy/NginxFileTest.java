package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.servers.LocalNginx;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** deploy/nginx/callbacks.conf with its TLS, which the callbacks of the tests go without. */
@EnabledIf("dev.gengate.proof.servers.LocalNginx#installed")
class NginxFileTest {
    private static final String CERTIFICATE =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=test -keyout $1 -out $2";

    @Test
    void nginxTakesTheFileWithACertificateAlone(@TempDir Path folder) throws IOException {
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        CommandLine.run("bash", "-c", CERTIFICATE, "bash", key.toString(), certificate.toString())
                .orFail();

        LocalNginx.check(folder, certificate, key).orFail();

        var refused = LocalNginx.check(folder, certificate, folder.resolve("none.key"));
        assertFalse(refused.succeeded());
        assertTrue(refused.output().contains("none.key"), refused.output());
    }
}
