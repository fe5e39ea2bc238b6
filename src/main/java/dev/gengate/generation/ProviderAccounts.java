package dev.gengate.generation;

import java.util.List;
import java.util.Map;

/**
 * The accounts at the provider.
 *
 * @param named empty where there is only one, without a name of its own: then the statements of one account are run
 * @param ofCallers by caller, which accounts may serve it; callers that are not there are served by all
 */
public record ProviderAccounts(List<ProviderAccount> named, Map<String, List<String>> ofCallers) {
    /** The name of the only one, and the account of every row that was accepted before there were several. */
    public static final String DEFAULT = "default";

    /** Whether accounts have names, one of them perhaps. */
    public boolean several() {
        return !named.isEmpty();
    }

    /** The accounts that take something new. */
    public List<ProviderAccount> open() {
        return named.stream().filter(account -> !account.drain()).toList();
    }

    /** The names of those that take something new of a caller. */
    public List<String> openTo(String caller) {
        List<String> open =
                several() ? open().stream().map(ProviderAccount::name).toList() : List.of(DEFAULT);
        List<String> theirs = ofCallers.getOrDefault(caller, open);
        return open.stream().filter(theirs::contains).toList();
    }

    /** The names of all. */
    public List<String> names() {
        return several() ? named.stream().map(ProviderAccount::name).toList() : List.of(DEFAULT);
    }
}
