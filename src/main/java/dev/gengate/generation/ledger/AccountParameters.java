package dev.gengate.generation.ledger;

import dev.gengate.generation.AccountRoom;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.account.AccountStore;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.ToIntFunction;

/** What a statement is told of the accounts and of the callers that only some of them may serve. */
@ApplicationScoped
class AccountParameters {
    private final ProviderAccounts accounts;
    private final AccountRoom room;
    private final List<ProviderAccount> named;
    private final List<ProviderAccount> open;
    private final String[] callers;
    private final String[] theirs;

    AccountParameters(ProviderAccounts accounts, AccountRoom room) {
        this.accounts = accounts;
        this.room = room;
        this.named = accounts.named();
        this.open = accounts.open();
        this.callers = accounts.ofCallers().keySet().toArray(String[]::new);
        this.theirs = accounts.ofCallers().values().stream()
                .map(names -> String.join(",", names))
                .toArray(String[]::new);
    }

    /** Whether accounts have names, so that statements choose among them. */
    boolean several() {
        return accounts.several();
    }

    /** What the journal says of a call that made no task; {@link AccountStore#KEY_REFUSED} reads it. */
    String told(Enum<?> cause, Generation attempt) {
        return several() ? cause.name() + " at " + attempt.account() : cause.name();
    }

    /** The names of all. */
    String[] names() {
        return accounts.names().toArray(String[]::new);
    }

    boolean drains() {
        return open.size() < named.size();
    }

    /** The accounts that may serve a caller, as one text; null for all. */
    String of(String caller) {
        List<String> names = accounts.ofCallers().get(caller);
        return names == null ? null : String.join(",", names);
    }

    /** Adds the parameters that {@link AccountQueueSql#PLACE} alone has. */
    Tuple placed(Tuple parameters, String caller) {
        List<String> theirs = accounts.ofCallers().get(caller);
        return parameters
                .addArrayOfString(names(open))
                .addArrayOfInteger(numbers(open, ProviderAccount::slots))
                .addArrayOfString(theirs == null ? null : theirs.toArray(String[]::new));
    }

    /** Two arrays: names, and orders; null: it drains, and takes only what it alone may take. */
    Tuple choice(Tuple parameters) {
        return parameters
                .addArrayOfString(names(named))
                .addArrayOfInteger(named.stream()
                        .map(account -> account.drain() ? null : account.order())
                        .toArray(Integer[]::new));
    }

    /** Four arrays: slots, windows, most tasks, and how many calls this replica may start now. */
    Tuple limits(Tuple parameters) {
        return parameters
                .addArrayOfInteger(numbers(named, ProviderAccount::slots))
                .addArrayOfLong(named.stream()
                        .map(account -> account.window().toNanos() / 1_000)
                        .toArray(Long[]::new))
                .addArrayOfInteger(numbers(named, ProviderAccount::maxRunning))
                .addArrayOfInteger(numbers(named, account -> room.of(account.name())));
    }

    /** All six of them, as {@link AccountSql#known} wants them. */
    Tuple configured(Tuple parameters) {
        return limits(choice(parameters));
    }

    /** Two arrays: the callers that only some accounts may serve, and the names of these, with commas between. */
    Tuple restricted(Tuple parameters) {
        return parameters.addArrayOfString(callers).addArrayOfString(theirs);
    }

    private static String[] names(List<ProviderAccount> accounts) {
        return accounts.stream().map(ProviderAccount::name).toArray(String[]::new);
    }

    private static Integer[] numbers(List<ProviderAccount> accounts, ToIntFunction<ProviderAccount> field) {
        return accounts.stream().mapToInt(field).boxed().toArray(Integer[]::new);
    }
}
