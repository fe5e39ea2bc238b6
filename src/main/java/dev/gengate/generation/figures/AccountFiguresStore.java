package dev.gengate.generation.figures;

import dev.gengate.database.Database;
import dev.gengate.generation.AccountRoom;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.account.AccountStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The accounts as an operator and the gauges look at them. */
@ApplicationScoped
public class AccountFiguresStore {
    private static final String LOOK =
            """
            with running as (
                select coalesce(account, 'default') as account, count(*) as n from generation
                where completed_at is null and state in ('submitting', 'submitted', 'unconfirmed') group by 1)
            select (
                    select count(*) from pace_slot where %s and free_at <= clock_timestamp())::int as free,
                coalesce((select n from running r where r.account = k.name), 0) as running,
                case when a.paused_until > clock_timestamp() then least(a.paused_until, '9999-01-01') end as paused,
                case when a.braked_until > clock_timestamp() then least(a.braked_until, '9999-01-01') end as braked,
                a.key_rejected_at, a.no_credits_since, a.stopped_from, a.balance,
                case when a.paused_until > clock_timestamp() then a.pause_reason end as cause
            from unnest($1::text[], $2::int[]) with ordinality as k(name, slots, place) left join account a on a.name = k.name
            order by k.place"""
                    .formatted(AccountStore.ring("slot", "a.ring", "k.slots"));

    private final Database database;
    private final List<ProviderAccount> named;
    private final AccountRoom room;

    AccountFiguresStore(Database database, ProviderAccounts accounts, AccountRoom room) {
        this.database = database;
        this.named = accounts.named();
        this.room = room;
    }

    /** In their order; none where there is only one without a name. */
    public Uni<List<AccountFigures>> look() {
        if (named.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple parameters = Tuple.tuple()
                .addArrayOfString(named.stream().map(ProviderAccount::name).toArray(String[]::new))
                .addArrayOfInteger(named.stream().map(ProviderAccount::slots).toArray(Integer[]::new));
        return database.read(LOOK, parameters).map(rows -> {
            List<AccountFigures> figures = new ArrayList<>();
            rows.forEach(row -> figures.add(figures(named.get(figures.size()), row)));
            return figures;
        });
    }

    private AccountFigures figures(ProviderAccount account, Row row) {
        return new AccountFigures(
                account.name(),
                account.drain(),
                account.slots(),
                row.getInteger(0),
                row.getLong(1),
                account.maxRunning(),
                instant(row, 2),
                row.getString(8),
                instant(row, 3),
                instant(row, 4),
                instant(row, 5),
                row.getBigDecimal(6),
                row.getBigDecimal(7),
                // one is the trial of a breaker
                room.of(account.name()) > 1);
    }

    private static Instant instant(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
