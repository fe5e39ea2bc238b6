package dev.gengate.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The configured pool, with every statement kept prepared. By default the client leaves out statements of over 2,048
 * characters, which are the ones that cost the most to plan. Limits keep a database that stalls or disappears from
 * holding up more than was sent to it.
 */
@Singleton
class LedgerPool implements PgPoolCreator {
    /** Less than a statement's patience: a statement that finds no connection within it is never sent. */
    private static final int CONNECTION_MILLIS = 1_200;
    /** More than can be served within that time; one more fails at once. */
    private static final int MOST_WAITING = 5_000;
    /**
     * Idle connections are closed earlier, so a connection silent for this long waits for an answer that will not come.
     */
    private static final int SILENT_SECONDS = 30;

    private static final Map<String, String> POOLED =
            Map.of("application_name", "generation-gateway", "client_encoding", "utf8", "DateStyle", "ISO");

    private final Pooler pooler;

    LedgerPool(DatabaseConfig config) {
        this.pooler = config.pooler();
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(options -> connection(options, pooler));
        return PgBuilder.pool()
                .with(bounded(input.poolOptions()))
                .connectingTo(List.copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }

    private static void connection(PgConnectOptions options, Pooler pooler) {
        if (pooler == Pooler.TRANSACTION) {
            pooled(options);
        } else {
            options.setPreparedStatementCacheSqlFilter(sql -> true);
        }
        options.setConnectTimeout(CONNECTION_MILLIS).setTcpKeepAlive(true).setReadIdleTimeout(SILENT_SECONDS);
    }

    /**
     * Each statement may run in another session: nothing is kept in one, and the pooler rejects the settings of
     * application.properties.
     */
    private static void pooled(PgConnectOptions options) {
        options.setProperties(POOLED).setCachePreparedStatements(false).setUseLayer7Proxy(true);
    }

    private static PoolOptions bounded(PoolOptions options) {
        return options.setConnectionTimeout(CONNECTION_MILLIS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxWaitQueueSize(MOST_WAITING);
    }
}
