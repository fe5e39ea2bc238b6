package dev.gengate.console;

import com.microsoft.playwright.Browser;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The packaged gateway with a console, its database, broker and simulator, and a browser: started once for all classes. */
final class ConsoleRun implements BeforeAllCallback, AutoCloseable {
    static final String VIEWER_KEY = "test-key-of-a-viewer";
    static final String POOR_KEY = "test-key-of-a-poor-caller";
    static final String SUBMITTER_KEY = "test-key-of-a-submitter";

    private Map<String, String> environment;
    private PackagedGateway gateway;
    private Chromium chromium;

    /** The end of the run closes what the first class starts. */
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(ConsoleRun.class, first -> {
            configure();
            start();
            chromium = new Chromium();
            return this;
        });
    }

    private void configure() {
        Backends.provider().reset();
        environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_CONSOLE_ENABLED", "true");
        environment.put("GATEWAY_CUSTODY_STORE", "directory");
        environment.put("GATEWAY_CUSTODY_DIRECTORY", "target/results-of-the-console");
        // most tests' results are nowhere
        environment.put("GATEWAY_CUSTODY_WAIT", "PT0.2S");
        environment.put("GATEWAY_USAGE_EVERY", "PT1S");
        environment.put("GATEWAY_USAGE_BY", "run");
        environment.put(
                "GATEWAY_MODELS_ENABLED",
                "default,pixverse-v6/extend,pixverse-v6/reference-to-video,wan/2-7-text-to-video,"
                        + "elevenlabs/text-to-speech-turbo-2-5");
        environment.put("GATEWAY_CONSOLE_RESULT_SOURCES", "https:," + Backends.simulator());
        environment.put("GATEWAY_CONSOLE_LINKS__LOG_", "https://logs.example.com/?id={id}");
        environment.put("GATEWAY_CONSOLE_LINKS__TRACE_", "https://traces.example.com/{traceId}");
        environment.put("GATEWAY_CONSOLE_LINKS__ORDER_", "https://orders.example.com/{correlationId}");
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "submit,read,operator,content");
        environment.put("GATEWAY_CALLERS__POOR__KEY_SHA256", Backends.sha256(POOR_KEY));
        environment.put("GATEWAY_CALLERS__POOR__BUDGET_MONTH", "3");
        environment.put("GATEWAY_CALLERS__SUBMITTER__KEY_SHA256", Backends.sha256(SUBMITTER_KEY));
        environment.put("GATEWAY_CALLERS__SUBMITTER__ROLES", "submit");
        environment.put("GATEWAY_CALLERS__VIEWER__KEY_SHA256", Backends.sha256(VIEWER_KEY));
        environment.put("GATEWAY_CALLERS__VIEWER__ROLES", "operator");
    }

    void start() {
        gateway = PackagedGateway.start(environment).awaitReady();
    }

    void stop() {
        gateway.close();
    }

    /** Changes the ledger of this gateway, which no other has. */
    void ledger(String sql) {
        LocalPostgres.shared().execute(environment.get("GATEWAY_DB_NAME"), sql);
    }

    PackagedGateway gateway() {
        return gateway;
    }

    Browser browser() {
        return chromium.browser();
    }

    @Override
    public void close() {
        chromium.close();
        stop();
    }
}
