package dev.gengate.proof.audit;

import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.gateway.SecretScan;
import java.nio.file.Path;
import java.util.List;

/**
 * What the gateways of a run logged.
 *
 * @param lines of all their lives
 * @param leaks what of it must not be there
 */
public record GatewayLogs(long lines, List<String> leaks) {
    private static final SecretScan SCAN = new SecretScan(ReplicaEnvironment.SECRETS);

    public static GatewayLogs of(List<Path> files) {
        long lines = files.stream()
                .mapToLong(file -> SecretScan.text(file).lines().count())
                .sum();
        return new GatewayLogs(lines, files.stream().flatMap(SCAN::leaks).toList());
    }
}
