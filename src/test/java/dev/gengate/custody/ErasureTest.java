package dev.gengate.custody;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.ledger.ErasureStore;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.Backends;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What leaves the store: what is erased by its caller or for its age, and what no generation names. */
@QuarkusTest
@TestProfile(Kept.class)
class ErasureTest extends KeptTests {
    @Inject
    ErasureStore erasure;

    @Inject
    StoreSweep sweep;

    @Test
    void erasedContentIsGoneAndTheFiguresStay() {
        String id = submitted("to be forgotten");
        Path file = Path.of(URI.create(event(id).at("/results/0/stored/uri").asText()));
        await().untilAsserted(() ->
                assertEquals(0, numberInLedger("select count(*) from outbox where '" + id + "' = any(generations)")));

        as(Backends.SHOP_KEY)
                .delete("/v1/generations/" + id + "/content")
                .then()
                .statusCode(404);
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler keeping = keeping(logged);
        Logger.getLogger(Erasure.class.getName()).addHandler(keeping);
        try {
            for (int i = 0; i < 2; i++) {
                ads().delete("/v1/generations/" + id + "/content")
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("succeeded"));
            }
        } finally {
            Logger.getLogger(Erasure.class.getName()).removeHandler(keeping);
        }

        assertEquals(
                1,
                logged.stream()
                        .filter(("the content of generation " + id + " is erased, by ads")::equals)
                        .count(),
                logged::toString);
        assertFalse(Files.exists(file));
        read(id).body("input", anEmptyMap()).body("results", nullValue()).body("creditsConsumed", equalTo(4));
        ads().get("/v1/generations/" + id + "/results/1").then().statusCode(410);
        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/replay").then().statusCode(409);
        assertEquals(0, numberInLedger("select count(*) from generation where input like '%forgotten%'"));
    }

    private static Handler keeping(List<String> logged) {
        PatternFormatter message = new PatternFormatter("%m");
        return new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                logged.add(message.format(line));
            }
        };
    }

    /** Nobody begins to copy it meanwhile, and locks come in the order of what writes down copies. */
    @Test
    void whatIsErasedIsNotCopiedMeanwhile() throws Exception {
        UUID id = UUID.fromString(submitted("[sim:file-gone] between two tries"));
        String row = " where generation_id = '" + id + "'";
        event(id.toString());
        await().until(() -> numberInLedger("select count(*) from outbox where '" + id + "' = any(generations)") == 0);
        ledger("update custody set due_at = now() + interval '30 seconds', holder = null" + row);
        Instant now = Instant.now();

        ledger("insert into dead_letter values ('" + id + "', 'too_large', 1, now(), now() + interval '1 hour')");
        assertFalse(erasure.leftAlone(id, now, now.plusSeconds(600)).await().atMost(SOON));
        assertEquals(
                0,
                numberInLedger("select count(*) from custody" + row + " and due_at > now() + interval '1 minute'"),
                "a refusal does not put off the copy");
        ledger("delete from dead_letter where generation_id = '" + id + "'");

        assertTrue(erasure.leftAlone(id, now, now.plusSeconds(600)).await().atMost(SOON));
        assertEquals(
                1, numberInLedger("select count(*) from custody" + row + " and due_at > now() + interval '9 minutes'"));

        try (Connection copying = connection()) {
            copying.setAutoCommit(false);
            Sql.execute(copying, "select from custody" + row + " for update");
            var erased = erasure.erase(id, now, null).subscribeAsCompletionStage();
            await().until(() -> numberInLedger("select count(*) from pg_stat_activity where"
                            + " wait_event_type = 'Lock' and query like 'with copied as%'")
                    == 1);
            Sql.execute(copying, "select from generation where id = '" + id + "' for update nowait");
            copying.rollback();
            assertTrue(erased.get(10, TimeUnit.SECONDS).erased());
        }
        assertEquals(0, custodyOf(id.toString()));
    }

    /** Nobody can read any more what its late event would name. */
    @Test
    void whatIsStoredLateAndNotToldIsErasedAllTheSame() {
        String id = submitted("not told of");
        event(id);
        await().until(() -> numberInLedger("select count(*) from outbox where '" + id + "' = any(generations)") == 0);
        ledger("insert into custody (generation_id, completed_at, due_at, expires_at, stored_at) values ('" + id
                + "', now(), 'infinity', 'infinity', now())");

        ads().delete("/v1/generations/" + id + "/content").then().statusCode(200);
        assertEquals(0, custodyOf(id));
    }

    /** After a change of the directory, of the bucket or of the prefix. */
    @Test
    void whatIsStoredElsewhereIsNeitherReadNorSaidToBeErased() {
        String id = submitted("in another place");
        event(id);
        await().until(() -> numberInLedger("select count(*) from outbox where '" + id + "' = any(generations)") == 0);

        ledger("update generation set images = replace(images, 'results-of-tests', 'elsewhere') where id = '" + id
                + "'");

        ads().get("/v1/generations/" + id + "/results/1")
                .then()
                .statusCode(410)
                .body("detail", containsString("no longer"));
        ads().delete("/v1/generations/" + id + "/content")
                .then()
                .statusCode(409)
                .body("detail", containsString("nothing was erased"));
        read(id).body("input.prompt", equalTo("in another place"));
    }

    /** A copy that was killed after the object and before its commit, and never made again. */
    @Test
    void whatNoGenerationNamesIsRemovedFromTheStore() throws IOException {
        String id = submitted("of ten days ago");
        event(id);
        await().untilAsserted(() -> assertEquals(0, custodyOf(id)));
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(10);
        ledger("update generation set created_at = '" + day + "T12:00:00Z' where id = '" + id + "'");
        Path folder = Kept.DIRECTORY.resolve(day.toString().replace('-', '/'));
        Path named = planted(folder.resolve(id).resolve("1.png"));
        Path left = planted(folder.resolve(id).resolve("2.png"));
        Path unknown = planted(folder.resolve(UUID.randomUUID().toString()).resolve("1.png"));
        Path odd = planted(folder.resolve("note.txt"));
        ledger("update store_sweep set due_at = '-infinity', day = '" + day.minusDays(2) + "'");

        sweep.round().await().atMost(Duration.ofSeconds(20));

        assertFalse(Files.exists(left));
        assertTrue(Files.exists(named) && Files.exists(unknown) && Files.exists(odd), "what it does not know");
        assertEquals(1, numberInLedger("select count(*) from store_sweep where day > '" + day + "'"));
    }

    private static Path planted(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[] {1});
    }

    /** What of it cannot be erased keeps no other content, and is counted. */
    @Test
    void contentIsNotKeptForLongerThanConfigured() throws IOException {
        double before = scrape().sum("gateway_custody_not_removed_total");
        Path stays = ofLastYear("01600000-0000-7000-8000-", false);
        Path goes = ofLastYear("01700000-0000-7000-8000-", true);

        await().untilAsserted(() -> {
            retentionBeginsAgain();
            read(idOf(goes)).body("input", anEmptyMap()).body("state", equalTo("succeeded"));
        });
        assertFalse(Files.exists(goes));
        read(idOf(stays)).body("input.prompt", equalTo("of last year"));
        assertTrue(scrape().sum("gateway_custody_not_removed_total") > before, "counted");
        ledger("delete from generation where id = '" + idOf(stays) + "'");
    }

    /** What has no objects can be erased meanwhile, and says nothing about the store. */
    @Test
    void contentThatCannotBeErasedWhileTheStoreIsAwayGoesOnceItIsBack() throws IOException {
        Path waits = ofLastYear("01500000-0000-7000-8000-", false);
        String failed = "01500000-0000-7000-9000-000000000000";
        ledger("update generation set id = '" + failed + "' where id = '" + failedOne() + "'");

        retentionBeginsAgain();
        await().atMost(SOON).untilAsserted(() -> read(failed).body("input", anEmptyMap()));
        Files.delete(waits.resolve("in its place"));

        await().atMost(SOON).untilAsserted(() -> read(idOf(waits)).body("input", anEmptyMap()));
    }

    private String failedOne() {
        String id = submitted("[sim:fail] of last year");
        event(id);
        await().until(() -> numberInLedger("select count(*) from outbox where '" + id + "' = any(generations)") == 0);
        return id;
    }

    private static void retentionBeginsAgain() {
        ledger("update content_retention set due_at = '-infinity', last_id ="
                + " '00000000-0000-0000-0000-000000000000'");
    }

    /** The file of a generation that was accepted then. */
    private Path ofLastYear(String begin, boolean removable) throws IOException {
        String id = submitted("of last year");
        Path file = Path.of(URI.create(event(id).at("/results/0/stored/uri").asText()));
        await().untilAsserted(() -> assertEquals(0, custodyOf(id)));
        String old = begin + id.substring(24);
        Path folder = Files.move(file.getParent(), file.getParent().resolveSibling(old));
        Path moved = folder.resolve(file.getFileName());
        if (!removable) {
            Files.delete(moved);
            planted(moved.resolve("in its place"));
        }
        ledger("update generation set id = '%s', images = replace(images, '%s', '%s') where id = '%s'"
                .formatted(old, id, old, id));
        return moved;
    }

    private static String idOf(Path file) {
        return file.getParent().getFileName().toString();
    }

    @Test
    void whatIsNotOverIsNotErased() {
        String open = submitted("[sim:never-finishes] open");
        String copied = submitted("[sim:file-slow=3000] being stored");
        ended(copied);

        ads().delete("/v1/generations/" + open + "/content").then().statusCode(409);
        ads().delete("/v1/generations/" + copied + "/content").then().statusCode(409);
        event(copied);
    }
}
