package dev.gengate.chaos;

import dev.gengate.support.SecretScan;
import java.nio.file.Path;
import java.util.List;

/**
 * What the gateways of a run logged.
 *
 * @param lines of all their lives
 * @param leaks what of it must not be there
 */
record GatewayLogs(long lines, List<String> leaks) {
    private static final SecretScan SCAN = new SecretScan(GatewayEnvironment.SECRETS);

    static GatewayLogs of(List<Path> files) {
        long lines = files.stream()
                .mapToLong(file -> SecretScan.text(file).lines().count())
                .sum();
        return new GatewayLogs(lines, files.stream().flatMap(SCAN::leaks).toList());
    }
}
