package dev.gengate.proof.servers;

import static org.awaitility.Awaitility.await;

import dev.gengate.proof.gateway.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** nginx on loopback with {@code deploy/nginx/callbacks.conf}, but for TLS and the address behind it. */
public final class LocalNginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder = Directories.temporary("gengate-nginx");
    private final int port = Ports.free();
    private final ChildProcess process;

    private LocalNginx(URI gateway) throws IOException {
        process = new ChildProcess(
                command(
                        folder,
                        site(port, gateway).replaceAll("(?m)^ *ssl_.*", "").replace(" ssl ", " ")),
                Map.of(),
                folder.resolve("logs/output.log"));
        process.start();
    }

    /** The command that runs nginx in that folder with that site. */
    private static List<String> command(Path folder, String site) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Path settings = Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log %1$s/logs/error.log debug;
                events {}
                http {
                  access_log %1$s/logs/access.log;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  %2$s
                }
                """
                        .formatted(folder, site));
        String first = folder + "/logs/first.log";
        return List.of(PROGRAM.toString(), "-p", folder.toString(), "-e", first, "-c", settings.toString());
    }

    private static String site(int port, URI gateway) throws IOException {
        return Files.readString(Path.of("deploy/nginx/callbacks.conf"))
                .replace("listen 443 ", "listen 127.0.0.1:" + port + " ")
                .replace("http://generation-gateway:8080", gateway.toString());
    }

    /** Whether it can be started. */
    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /** What nginx says of the file with its TLS, by a certificate and key of that folder. */
    public static CommandLine.Result check(Path folder, Path certificate, Path key) throws IOException {
        String site = site(Ports.free(), URI.create("http://127.0.0.1:8080"))
                .replace("/etc/nginx/tls/tls.crt", certificate.toString())
                .replace("/etc/nginx/tls/tls.key", key.toString());
        return CommandLine.run(
                Stream.concat(command(folder, site).stream(), Stream.of("-t")).toArray(String[]::new));
    }

    /** Started before that gateway. */
    public static LocalNginx start(URI gateway) {
        try {
            LocalNginx nginx = new LocalNginx(gateway);
            await().atMost(PATIENCE).until(() -> Ports.taken(nginx.port));
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** All it has written so far, on its outputs too. */
    public String logs() {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.map(LocalNginx::text).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        Directories.delete(folder);
    }
}
