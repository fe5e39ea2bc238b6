package dev.gengate.proof.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A real PostgreSQL server on loopback, without Docker, in a directory of its own that {@link #close()} removes. It can
 * be stopped, killed and started again on the same port with the same data.
 */
public final class LocalPostgres implements AutoCloseable {
    public static final String HOST = "localhost";
    /** The role that owns every database made here; any password is accepted. */
    public static final String USER = "gateway";

    public static final String PASSWORD = "test-password-of-the-ledger";

    private static final Map<String, String> DEFAULTS =
            Map.of("max_connections", "200", "fsync", "on", "synchronous_commit", "on", "shared_buffers", "256MB");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static LocalPostgres shared;

    private final Path data;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;
    private boolean closed;

    /**
     * A server that is not started yet.
     *
     * @param port 0 for a free one
     * @param settings of postgresql.conf, over 200 connections and full durability ({@code "fsync", "off"} for speed)
     */
    public LocalPostgres(int port, Map<String, String> settings) {
        Quiet.logging();
        this.port = port == 0 ? Ports.free() : port;
        this.settings = new LinkedHashMap<>(DEFAULTS);
        this.settings.putAll(settings);
        this.data = Directories.temporary("gengate-postgres");
    }

    /** The one server of this JVM, started at the first call and stopped when the JVM ends. */
    public static synchronized LocalPostgres shared() {
        if (shared == null) {
            shared = new LocalPostgres(0, Map.of());
            Closing.atExit(shared);
            shared.start();
        }
        return shared;
    }

    /** A started server of the caller's own, who closes it; parameters as in the constructor. */
    public static LocalPostgres start(int port, Map<String, String> settings) {
        LocalPostgres postgres = new LocalPostgres(port, settings);
        postgres.start();
        return postgres;
    }

    /** Starts it, for the first time or after {@link #stop()} or {@link #kill()}. */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        boolean empty = !Files.exists(data.resolve("postgresql.conf"));
        server = started();
        if (empty) {
            execute("postgres", "CREATE ROLE " + USER + " LOGIN CREATEDB PASSWORD '" + PASSWORD + "'");
        }
    }

    /** A standby that follows this server, which is stopped for a moment; the caller closes it. */
    public synchronized LocalPostgres standby() {
        stop();
        LocalPostgres standby = new LocalPostgres(0, settings);
        standby.follow(this);
        start();
        standby.start();
        return standby;
    }

    private void follow(LocalPostgres primary) {
        try {
            Directories.copy(primary.data, data);
            Files.writeString(data.resolve("standby.signal"), "");
            Files.writeString(
                    data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(primary.port),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres started() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("locale", "C")
                .setPort(port);
        settings.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an operator would: open transactions are rolled back, connections are closed. */
    public synchronized void stop() {
        Optional<ProcessHandle> process = process();
        if (server != null) {
            Closing.quietly(server);
            server = null;
        } else {
            // a start that failed half-way may have left one
            process.ifPresent(ProcessHandle::destroy);
        }
        process.ifPresent(running -> Closing.waitForEnd(running, PATIENCE));
    }

    /** Ends it as a crash would. */
    public synchronized void kill() {
        process().ifPresent(ProcessHandle::destroyForcibly);
        stop();
    }

    /** Stands still, connections and all, until {@link #thaw()}. */
    public synchronized void freeze() {
        signal(Signals::freeze);
    }

    /** Goes on where {@link #freeze()} met it. */
    public synchronized void thaw() {
        signal(Signals::thaw);
    }

    /** The postmaster first: it begins no more processes then. */
    private void signal(Consumer<ProcessHandle> signal) {
        ProcessHandle postmaster = process().orElseThrow();
        signal.accept(postmaster);
        postmaster.descendants().forEach(signal);
    }

    /** The postmaster, empty when it does not run. */
    public Optional<ProcessHandle> process() {
        try {
            String pid =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
            return ProcessHandle.of(Long.parseLong(pid));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public int port() {
        return port;
    }

    /** Makes an empty database owned by {@link #USER}. */
    public void createDatabase(String name) {
        execute("postgres", "CREATE DATABASE \"" + name + "\" OWNER " + USER);
    }

    /** Runs one statement as superuser. */
    public void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(database), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
        Directories.leave(data);
    }

    /** Runs a server as its own process: {@code --port 5432 --database gateway}; other options go to the server. */
    public static void main(String[] arguments) {
        Map<String, String> settings =
                new LinkedHashMap<>(Arguments.of(arguments).values());
        int port = Integer.parseInt(settings.getOrDefault("port", "0"));
        String database = settings.getOrDefault("database", "gateway");
        settings.keySet().removeIf(name -> name.equals("port") || name.equals("database"));
        LocalPostgres postgres = new LocalPostgres(port, settings);
        Closing.atExit(postgres);
        postgres.start();
        postgres.createDatabase(database);
        System.out.println("postgres ready " + HOST + ":" + postgres.port());
        Blocking.untilStopped();
    }
}
