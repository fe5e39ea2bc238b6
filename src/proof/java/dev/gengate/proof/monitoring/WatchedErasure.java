package dev.gengate.proof.monitoring;

import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stored result that the store does not remove: a folder with something in it is in its place. */
final class WatchedErasure {
    private static final String STORED =
            """
            select %s from generation
            where caller = 'ads' and completed_at is not null and images like '%%"stored"%%'
            order by id limit 1""";

    private final Ledger ledger;
    private final URI gateway;
    private final HttpClient http = HttpClient.newHttpClient();
    private String generation;
    private Path object;

    WatchedErasure(Ledger ledger, URI gateway) {
        this.ledger = ledger;
        this.gateway = gateway;
    }

    void keep() {
        generation = ledger.values(STORED.formatted("id")).get(0);
        object = Path.of(URI.create(ledger.values(STORED.formatted("images::jsonb #>> '{0,stored,uri}'"))
                .get(0)));
        try {
            Files.delete(object);
            Files.createDirectories(object.resolve("kept"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void erase() {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/generations/" + generation + "/content"))
                .header("Authorization", "Bearer " + ReplicaEnvironment.CALLER_KEY)
                .DELETE()
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join();
    }

    void letGo() {
        Directories.delete(object);
    }
}
