package dev.gengate.generation.account;

import dev.gengate.database.Database;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.operations.Journal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What all replicas know of each named account: its ring of slots, its pauses, and whether its key is good. */
@ApplicationScoped
public class AccountStore {
    private static final int RING = 1_000;

    /** SQL: until when account {@code a} gets nothing, as far as that can be told. */
    public static final String STOPPED_UNTIL =
            """
            case when a.no_credits_since is null and a.key_rejected_at is null
                then greatest(a.paused_until, a.braked_until) else 'infinity' end""";

    /** The account default goes on with the ring that it had without a name. */
    public static final String ADD =
            """
            insert into account (name, ring)
            select n.name, case when n.name = 'default' then 0
                else nextval(pg_get_serial_sequence('account', 'ring')) end
            from unnest($1::text[]) as n(name) where not exists (select from account a where a.name = n.name)
            on conflict (name) do nothing""";

    public static final String ADD_SLOTS =
            """
            insert into pace_slot (slot, free_at)
            select a.ring * %d + slot, '-infinity'
            from unnest($1::text[], $2::int[]) k(name, slots) join account a on a.name = k.name
            cross join lateral generate_series(1, k.slots) slot
            on conflict (slot) do nothing"""
                    .formatted(RING);

    public static final String PAUSE =
            RateLimitStore.PAUSE.replace("update pace set", "update account set") + " where name = $5";

    /** The balance is due at once: it tells when the key is good again. */
    public static final String KEY_REJECTED =
            "update account set key_rejected_at = clock_timestamp(), key_good_at = null, due_at = '-infinity' where name = $1";

    /**
     * The call of generation $2 was refused because of the account's key. Not the key is bad if its balance was readable
     * after such a refusal, a short time ago: then it is about this call, and the account goes on. The generation goes to
     * another account of $3 that has not refused it in this way, and to no other from then on. One that must have its
     * account stays; an account that it was given here is not one that it must have, unless an answer was lost there.
     * Without another one, has this account refused the generation before this replica's key was accepted at $4?
     */
    public static final String KEY_REFUSED =
            """
            with told as (
                update account set due_at = '-infinity', key_rejected_at = case
                    when key_good_at > clock_timestamp() - interval '1 hour' then key_rejected_at else clock_timestamp() end
                where name = $1
                returning key_rejected_at is not null as stopped),
            refusal as (
                select a.name, j.noted_at from journal j join account a on j.detail = 'KEY_REJECTED at ' || a.name
                where j.generation_id = $2 and j.kind = 'not-sent' and j.noted_at > a.key_good_at),
            another as (
                select k.name from unnest($3::text[]) with ordinality as k(name, place) join account a on a.name = k.name
                where k.name <> $1 and not exists (select from refusal r where r.name = k.name)
                order by a.key_rejected_at is null and a.no_credits_since is null
                    and greatest(a.paused_until, a.braked_until) <= clock_timestamp()
                    and coalesce(a.stopped_from, 1e15) > coalesce((select credits from generation where id = $2), 1e12) desc,
                    k.place limit 1),
            moved as (
                update generation g set only_account = o.name from told t, another o
                where g.id = $2 and not t.stopped and (g.only_account is null or g.only_account <> $1 or (
                    select bool_or(detail like 'KEY_REJECTED at %%' and detail <> 'KEY_REJECTED at ' || $1)
                        and not bool_or(kind = 'answer-lost') and count(*) < %d
                    from journal j where j.generation_id = $2))
                returning 1)
            select case when t.stopped then 'ACCOUNT' when exists (select from moved) then 'ELSEWHERE'
                when exists (select from refusal where name = $1 and noted_at < $4) then 'NOTHING' else 'ITSELF' end
            from told t"""
                    .formatted(Journal.MOST);

    /** The first of these whose key is good, or else the first. */
    private static final String FIRST =
            """
            select k.name from unnest($1::text[]) with ordinality as k(name, place) left join account a on a.name = k.name
            order by a.key_rejected_at is not null, k.place limit 1""";

    /**
     * What a refusal because of the key stops: the account; the generation at this account, so that another one gets it;
     * the generation for a while; or nothing: then it has failed.
     */
    public enum Stop {
        ACCOUNT,
        ELSEWHERE,
        ITSELF,
        NOTHING
    }

    private final Database database;

    private final ProviderAccounts accounts;

    AccountStore(Database database, ProviderAccounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /** SQL: whether a slot is one of the first of an account's ring. */
    public static String ring(String slot, String ring, String slots) {
        return "%1$s > %2$s * %4$d and %1$s <= %2$s * %4$d + %3$s".formatted(slot, ring, slots, RING);
    }

    /** Adds the rows and the slots of accounts that are new or have more slots; existing ones stay as they are. */
    public Uni<Void> add() {
        List<ProviderAccount> named = accounts.named();
        String[] names = named.stream().map(ProviderAccount::name).toArray(String[]::new);
        Integer[] slots = named.stream().map(ProviderAccount::slots).toArray(Integer[]::new);
        return database.run(ADD, Tuple.tuple().addArrayOfString(names))
                .chain(() -> database.run(
                        ADD_SLOTS, Tuple.tuple().addArrayOfString(names).addArrayOfInteger(slots)))
                .replaceWithVoid();
    }

    /** The account for what any of them may do, such as a question about a model: by their order, one whose key is good. */
    public Uni<String> first() {
        List<String> open = accounts.open().stream().map(ProviderAccount::name).toList();
        return accounts.several()
                ? database.read(FIRST, Tuple.tuple().addArrayOfString(open.toArray(String[]::new)))
                        .map(rows -> rows.iterator().next().getString(0))
                : Uni.createFrom().item(ProviderAccounts.DEFAULT);
    }

    /**
     * Pauses the account on all replicas.
     *
     * @param asked the pause that the provider asked for, or null: then it grows with every strike
     */
    public Uni<Void> pause(String account, String reason, Duration asked, Duration first, Duration longest) {
        Tuple parameters = Tuple.of(reason)
                .addLong(asked == null ? null : asked.toMillis())
                .addLong(first.toMillis())
                .addLong(longest.toMillis())
                .addString(account);
        return database.run(PAUSE, parameters).replaceWithVoid();
    }

    /**
     * The provider refused to create this generation's task because of the account's key.
     *
     * @param accepted when this replica's latest call began that showed its key to be good; empty before the first
     */
    public Uni<Stop> keyRefused(Generation attempt, Optional<Instant> accepted) {
        String[] may = accounts.openTo(attempt.caller()).toArray(String[]::new);
        Tuple parameters = Tuple.of(attempt.account(), attempt.id())
                .addArrayOfString(may)
                .addOffsetDateTime(
                        accepted.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null));
        return database.run(KEY_REFUSED, parameters)
                .map(rows -> Stop.valueOf(rows.iterator().next().getString(0)));
    }

    /**
     * The balance cannot be read with the account's key: nothing is sent with it until it can. The only one without a
     * name does not stop.
     */
    public Uni<Void> keyRejected(String account) {
        return accounts.several()
                ? database.run(KEY_REJECTED, Tuple.of(account)).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}
