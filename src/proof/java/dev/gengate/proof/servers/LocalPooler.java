package dev.gengate.proof.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PgBouncer in transaction mode on loopback, with room for many connections and its defaults otherwise, where the system has it. */
public final class LocalPooler implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final int SESSIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder = Directories.temporary("gengate-pgbouncer");
    private final int port = Ports.free();
    private final ChildProcess process;

    private LocalPooler(int postgresPort) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = Files.writeString(
                folder.resolve("users.txt"), "\"%s\" \"%s\"%n".formatted(LocalPostgres.USER, LocalPostgres.PASSWORD));
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"),
                """
                [databases]
                * = host=127.0.0.1 port=%d connect_query='set lock_timeout = 2000; set statement_timeout = 25000'
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                max_client_conn = 500
                default_pool_size = %d
                """
                        .formatted(postgresPort, port, users, SESSIONS));
        process = new ChildProcess(command(settings), Map.of(), folder.resolve("pgbouncer.log"));
        process.start();
    }

    /** It refuses to be root. */
    private static List<String> command(Path settings) {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--quiet"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("--user", "nobody"));
        }
        command.add(settings.toString());
        return command;
    }

    /** Whether it can be started. */
    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /** Started before the PostgreSQL of that port. */
    public static LocalPooler start(int postgresPort) {
        try {
            LocalPooler pooler = new LocalPooler(postgresPort);
            await().atMost(PATIENCE).until(() -> Ports.answers(pooler.port));
            return pooler;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.closeWithin(PATIENCE);
        Directories.delete(folder);
    }
}
