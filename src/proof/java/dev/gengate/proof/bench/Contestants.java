package dev.gengate.proof.bench;

import dev.gengate.proof.gateway.GatewayEnvironment;
import dev.gengate.proof.models.ModelFile;
import dev.gengate.proof.servers.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the programs under measurement are configured: same heap, same Java, same broker. */
final class Contestants {
    /** The options of the image, before those of a measurement. */
    private static final String AS_SHIPPED = "@deploy/container/jvm.options";

    static final String CALLBACK_SECRET = "bench-callback-secret-0123456789-0123456789";
    static final String CALLER = "ads";
    static final String CALLER_KEY = "bench-caller-key";
    static final String OPERATOR_KEY = "bench-operator-key";

    private final Options options;
    private final Surroundings surroundings;

    Contestants(Options options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    /** A bare pipe from HTTP to Kafka. */
    Contestant camel() {
        int port = Ports.free();
        return new Contestant(
                Contestant.CAMEL,
                Path.of("target/bench-peer/peer.jar"),
                port,
                URI.create("http://127.0.0.1:" + port + "/callbacks/kie/a/b"),
                405,
                null,
                List.of("-Xmx" + options.heap()),
                Map.of("PEER_PORT", "" + port, "PEER_KAFKA", surroundings.kafka()));
    }

    /** The packaged gateway on a database of this name, as the image starts it, configured by environment alone. */
    Contestant gateway(String name, String database) {
        int port = Ports.free();
        int management = Ports.free();
        Contestant plain = new Contestant(
                name,
                Path.of("target/quarkus-app/quarkus-run.jar"),
                port,
                URI.create("http://127.0.0.1:" + management + "/q/health/ready"),
                200,
                database,
                List.of(AS_SHIPPED, "-Xmx" + options.heap()),
                environment(database, port, management));
        return options.allModels() && !name.equals(Contestant.BEFORE)
                ? plain.with(Map.of("GATEWAY_MODELS_ENABLED", everyModel()))
                : plain;
    }

    /** Models without a price are served only by their names. */
    private static String everyModel() {
        return Stream.concat(Stream.of("*"), ModelFile.living().stream().filter(name -> ModelFile.of(name)
                        .path("price")
                        .isNull()))
                .collect(Collectors.joining(","));
    }

    /** Another packaged gateway. */
    Contestant before(String database) {
        return gateway(Contestant.BEFORE, database).from(Contestant.BEFORE, options.before());
    }

    /** The gateway with its results in a bucket: a directory would flush the disk that the ledger is on, for each of them. */
    Contestant keeping(String database) {
        return gateway(Contestant.GATEWAY, database)
                .with(Map.of(
                        "GATEWAY_CUSTODY_STORE", "s3",
                        "GATEWAY_CUSTODY_S3_BUCKET", "results",
                        "GATEWAY_CUSTODY_S3_ENDPOINT", surroundings.results().toString(),
                        "GATEWAY_CUSTODY_S3_PATH_STYLE", "true",
                        "GATEWAY_CUSTODY_DIRECTORY", options.file("results").toString(),
                        "AWS_ACCESS_KEY_ID", "key",
                        "AWS_SECRET_ACCESS_KEY", "secret"));
    }

    Contestant keepingNone(String database) {
        return gateway(Contestant.KEEPING_NONE, database);
    }

    Contestant withConsole(String database) {
        return gateway(Contestant.GATEWAY, database).with(Map.of("GATEWAY_CONSOLE_ENABLED", "true"));
    }

    Contestant withoutConsole(String database) {
        return gateway(Contestant.WITHOUT_CONSOLE, database);
    }

    private Map<String, String> environment(String database, int port, int management) {
        return new GatewayEnvironment(surroundings.postgres().port(), database, surroundings.kafka())
                .provider(surroundings.provider(), Surroundings.PROVIDER_KEY)
                .calledBack(URI.create("http://127.0.0.1:" + port), CALLBACK_SECRET)
                .caller(CALLER, CALLER_KEY)
                .caller("ops", OPERATOR_KEY, "read", "operator")
                // the account's limit out of the way: what is measured is the gateway, not its pacing
                // with a slot for each of the submissions that can be in one batch; each batch reads the whole ring
                .with("GATEWAY_PACE_LIMIT", 256)
                .with("GATEWAY_PACE_PERIOD", "0.001S")
                .with("GATEWAY_PACE_MAX_RUNNING", 0)
                // tasks of the measured submissions are never called back; their polls are no part of what is measured
                .with("GATEWAY_RECONCILE_AFTER", "1H")
                .ports(port, management)
                .variables();
    }

    /** What a caller sends with each request. */
    static Map<String, String> callerHeaders() {
        return Map.of("Authorization", "Bearer " + CALLER_KEY, "Content-Type", "application/json");
    }
}
