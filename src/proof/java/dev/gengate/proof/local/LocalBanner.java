package dev.gengate.proof.local;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Path;
import java.util.Map;

/** What the local run says once everything is up. */
record LocalBanner(Map<String, String> environment, LocalPorts ports, Path log) {

    String text() {
        return """

                Generation Gateway is ready.
                  console      http://localhost:%d/console/ (key: %s)
                  REST API     http://localhost:%d/v1/generations
                  health       http://localhost:%d/q/health
                  PostgreSQL   localhost:%d, database %s, user %s
                  Kafka        localhost:%d, topic %s
                  provider     %s
                  log          %s
                %s
                Submit one as the caller "ads" (another terminal):

                  curl -s http://localhost:%d/v1/generations \\
                    -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\
                    -d '{"input":{"prompt":"a lighthouse at dawn"}}'

                The operator's key, for /v1/operations and the like, is %s.
                Completed events appear below, each with the file of its first result. Ctrl-C stops everything; database, topic and
                files are then gone (--keep leaves the files).
                """
                .formatted(
                        ports.http(),
                        LocalEnvironment.OPERATOR_KEY,
                        ports.http(),
                        ports.management(),
                        ports.postgres(),
                        LocalEnvironment.DATABASE,
                        LocalPostgres.USER,
                        ports.kafka(),
                        Backends.TOPIC,
                        provider(),
                        log,
                        note(),
                        ports.http(),
                        LocalEnvironment.CALLER_KEY,
                        LocalEnvironment.OPERATOR_KEY);
    }

    private String provider() {
        return ports.simulator() == 0
                ? environment.getOrDefault("GATEWAY_PROVIDER_KIE_URL", "https://api.kie.ai")
                        + " (real: it costs credits)"
                : "simulator on http://localhost:" + ports.simulator()
                        + ", 5 s an image; a prompt with [sim:fail] or [sim:no-callback] misbehaves";
    }

    private String note() {
        return LocalEnvironment.halfReal(environment)
                ? "\nThe simulator is used: the real provider needs GATEWAY_PROVIDER_KIE_API_KEY and GATEWAY_PUBLIC_URL.\n"
                : "";
    }
}
