package dev.gengate.proof.simulator;

import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Blocking;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.fault.FaultPlan;
import dev.gengate.proof.simulator.upload.UploadedFiles;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A provider on loopback that behaves like kie.ai's jobs API, faults included, and remembers what it was asked and what
 * it made. One event loop does everything, so there is one order of events. Steered by {@link KieSimulatorClient}.
 */
public final class KieSimulator implements AutoCloseable {
    private static final String HOST = "localhost";
    private static final int BACKLOG = 4096;
    private static final int LONGEST_LINE = 8192;

    private final Vertx vertx;
    private final TaskBook book;
    private final CreateTaskRoute createTask;
    private final RecordInfoRoute recordInfo;
    private final DiscoveryRoute discovery;
    private final FileRoute files;
    private final UploadedFiles uploads = new UploadedFiles();
    private final ControlRoutes control;
    private final HttpServer server;

    private KieSimulator(SimulatorSettings settings) {
        vertx = Vertx.vertx(options());
        book = new TaskBook(settings);
        FaultPlan faults = new FaultPlan();
        TaskEnding ending = new TaskEnding(vertx, book);
        createTask = new CreateTaskRoute(book, faults, ending);
        recordInfo = new RecordInfoRoute(book);
        discovery = new DiscoveryRoute(book);
        files = new FileRoute(book);
        control = new ControlRoutes(book, faults, ending);
        server = vertx.createHttpServer(new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setReusePort(false)
                // a result's URL may be that long
                .setMaxInitialLineLength(LONGEST_LINE));
    }

    /** No files are served, so none are cached in a temporary directory. */
    private static VertxOptions options() {
        FileSystemOptions noFiles =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(noFiles);
    }

    /** Starts on this port of loopback, 0 for a free one. */
    public static KieSimulator start(int port, SimulatorSettings settings) {
        return start(HOST, port, settings);
    }

    /** The same on this address; {@link #url()} is of loopback all the same. */
    public static KieSimulator start(String host, int port, SimulatorSettings settings) {
        KieSimulator simulator = new KieSimulator(settings);
        simulator.listen(host, port);
        return simulator;
    }

    private void listen(String host, int port) {
        Blocking.await(server.requestHandler(this::route).listen(port, host));
    }

    /** Where the gateway's {@code gateway.provider.kie.url} has to point. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + server.actualPort());
    }

    private void route(HttpServerRequest request) {
        Exchange exchange = new Exchange(vertx, request);
        request.body().onSuccess(body -> route(exchange, body)).onFailure(gone -> {});
    }

    private void route(Exchange exchange, Buffer buffer) {
        boolean upload = exchange.request().path().equals(UploadedFiles.PATH);
        String body = upload ? "" : buffer.toString(StandardCharsets.UTF_8);
        try {
            if (exchange.request().path().startsWith(ControlRoutes.PREFIX)) {
                exchange.answer(control.handle(exchange, body));
            } else if (exchange.request().path().startsWith(FileRoute.PREFIX)) {
                files.handle(exchange);
            } else if (exchange.request().path().startsWith(UploadedFiles.PREFIX)) {
                uploads.serve(exchange.request());
            } else if (upload) {
                upload(exchange, buffer);
            } else {
                routeToProvider(exchange, body);
            }
        } catch (RuntimeException e) {
            exchange.answer(Answer.json(400, Map.of("error", String.valueOf(e.getMessage()))));
        }
    }

    private void upload(Exchange exchange, Buffer body) {
        if (book.accountOf(exchange).isEmpty()) {
            uploads.refuseKey(exchange.request());
        } else {
            uploads.take(exchange.request(), body, book.settings().uploads());
        }
    }

    private void routeToProvider(Exchange exchange, String body) {
        switch (book.settings().outage()) {
            case "none" -> routeToApi(exchange, body);
            case "503" -> exchange.answer(Answer.page(503));
            case "reset" -> exchange.resetAfter(0);
            case "silent" -> {}
            default -> throw new IllegalArgumentException("no such outage");
        }
    }

    private void routeToApi(Exchange exchange, String body) {
        switch (exchange.request().path()) {
            case "/api/v1/jobs/createTask" -> createTask.handle(exchange, body);
            case "/api/v1/jobs/recordInfo" -> recordInfo.recordInfo(exchange).ifPresent(exchange::answer);
            case "/api/v1/chat/credit" -> recordInfo.credit(exchange).ifPresent(exchange::answer);
            case "/api/v1/common/download-url" -> exchange.answer(files.downloadUrl(exchange, body));
            default -> routeToDiscovery(exchange);
        }
    }

    private void routeToDiscovery(Exchange exchange) {
        boolean discovery = exchange.request().path().startsWith(DiscoveryRoute.PREFIX);
        exchange.answer(discovery ? this.discovery.handle(exchange) : Answer.code(404, "Not found"));
    }

    @Override
    public void close() {
        Blocking.await(vertx.close());
    }

    /** Starts a simulator of its own: {@code --port 8089 --completion 5000 …}, names as in {@link SimulatorSettings}. */
    public static void main(String[] arguments) {
        Quiet.logging();
        Arguments given = Arguments.of(arguments);
        KieSimulator simulator = start(given.number("port", 8089), given.over(SimulatorSettings.forTests()));
        System.out.println("simulator ready " + simulator.url());
        Closing.atExit(simulator);
        Blocking.untilStopped();
    }
}
