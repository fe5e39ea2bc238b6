package dev.gengate.generation.account;

import dev.gengate.database.Database;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What all replicas know of each named account: its ring of slots, its pauses, and whether its key is good. */
@ApplicationScoped
public class AccountStore {
    private static final int RING = 1_000;

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
     * after such a refusal, a short time ago: then it is about this call, and the account goes on. Has the generation been
     * refused before that reading too?
     */
    public static final String KEY_REFUSED =
            """
            with told as (
                update account set due_at = '-infinity', key_rejected_at = case
                    when key_good_at > clock_timestamp() - interval '1 hour' then key_rejected_at else clock_timestamp() end
                where name = $1
                returning key_rejected_at, read_at)
            select case when key_rejected_at is not null then 'ACCOUNT'
                when exists (
                    select from journal j
                    where j.generation_id = $2 and j.kind = 'not-sent' and j.detail like 'KEY_REJECTED%'
                        and j.noted_at < read_at) then 'NOTHING'
                else 'ITSELF' end
            from told""";

    /** What a refusal because of the key stops: the account, the generation for a while, or nothing: then it has failed. */
    public enum Stop {
        ACCOUNT,
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

    /** The provider refused to create this generation's task because of the account's key. */
    public Uni<Stop> keyRefused(String account, UUID generation) {
        return database.run(KEY_REFUSED, Tuple.of(account, generation))
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
