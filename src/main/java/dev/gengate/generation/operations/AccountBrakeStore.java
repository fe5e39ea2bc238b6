package dev.gengate.generation.operations;

import static dev.gengate.generation.ledger.GenerationRows.timestamp;

import dev.gengate.database.Database;
import dev.gengate.generation.ProviderAccounts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The brakes of single accounts: what waits goes to another one that may take it. */
@ApplicationScoped
public class AccountBrakeStore {
    static final String PULL =
            """
            with told as (%s values (clock_timestamp(), $3, 'brake', $4, $2, null)),
            held as (update account set braked_until = coalesce($1::timestamptz, 'infinity') where name = $4)
            insert into brake (scope, until, reason, set_by, set_at)
            values ('account:' || $4, coalesce($1::timestamptz, 'infinity'), $2, $3, clock_timestamp())
            on conflict (scope) do update set until = excluded.until, reason = excluded.reason,
                set_by = excluded.set_by, set_at = excluded.set_at"""
                    .formatted(AuditSql.INSERT);

    static final String RELEASE =
            """
            with told as (%s values (clock_timestamp(), $2, 'release', $3, $1, null)),
            gone as (delete from brake where scope = 'account:' || $3)
            update account set braked_until = '-infinity' where name = $3"""
                    .formatted(AuditSql.INSERT);

    private final Database database;
    private final ProviderAccounts accounts;

    AccountBrakeStore(Database database, ProviderAccounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /** Whether an account of that name can be held: the only one is held by the brake for all. */
    public boolean knows(String account) {
        return accounts.several() && accounts.names().contains(account);
    }

    /** @param until null: until it is released */
    public Uni<Void> pull(String account, Instant until, String reason, String by) {
        return database.run(PULL, Tuple.of(until == null ? null : timestamp(until), reason, by, account))
                .replaceWithVoid();
    }

    /** Sending with it goes on at once. */
    public Uni<Void> release(String account, String reason, String by) {
        return database.run(RELEASE, Tuple.of(reason, by, account)).replaceWithVoid();
    }
}
