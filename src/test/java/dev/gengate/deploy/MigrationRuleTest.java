package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gengate.proof.manifests.MigrationRule;
import dev.gengate.proof.manifests.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations from the second on suit the release before them, which runs beside them during a rollout. */
class MigrationRuleTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/migration");

    @Test
    void everyMigrationSuitsTheReleaseBefore() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var later = files.filter(file -> !file.endsWith("V1__ledger.sql"))
                    .flatMap(file ->
                            MigrationRule.violations(YamlFile.text(file)).map(fault -> file + " " + fault));

            assertEquals(List.of(), later.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table replay",
                "alter table generation drop column polls",
                "alter table generation rename column polls to looks",
                "alter table generation rename to job",
                "alter table generation alter column polls type bigint",
                "alter table generation alter polls set data type bigint",
                "alter table generation alter column polls set not null",
                "alter table generation add column account text not null",
                "alter table generation\n    add account text not null",
                "alter table generation add column a int not null default 1, add column b int not null",
                "alter table generation add column a int not null, add column b int not null default 1",
                "alter table generation add constraint few check (polls < 9)",
                "create index a on generation (polls)",
                "create unique index a on generation (polls)",
                "-- a comment\nDROP INDEX generation_listing; select 1"
            })
    void whatBreaksTheReleaseBeforeIsSeen(String migration) {
        assertFalse(MigrationRule.violations(migration).toList().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table account (name text primary key, limits integer not null); create index a on account (limits)",
                "alter table generation add column account text",
                "alter table generation add column account text not null default 'first'",
                "alter table generation add column account text default 'first' not null",
                "alter table generation alter column polls drop not null",
                "create index concurrently if not exists a on generation (polls)",
                "-- drops nothing\nupdate pace set strikes = 0",
                "-- suits the release before: 1.4.0 was the last that used it\ndrop index concurrently generation_listing"
            })
    void whatTheReleaseBeforeDoesNotNoticeIsAccepted(String migration) {
        assertEquals(List.of(), MigrationRule.violations(migration).toList());
    }
}
