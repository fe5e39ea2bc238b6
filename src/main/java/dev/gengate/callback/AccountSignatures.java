package dev.gengate.callback;

import dev.gengate.callback.ProviderSignature.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The provider's signature of a callback, with the webhook key of the account that has the task. */
final class AccountSignatures {
    private final ProviderSignature common;
    private final Map<String, ProviderSignature> ofAccounts = new HashMap<>();
    private final boolean differ;

    /**
     * @param common the webhook key where an account has none of its own; empty: there none is required
     * @param own the webhook key of each named account, if it has one
     */
    AccountSignatures(Optional<String> common, Map<String, Optional<String>> own, Duration tolerance, Clock clock) {
        this.common = new ProviderSignature(common, tolerance, clock);
        own.forEach((name, key) ->
                ofAccounts.put(name, key.isEmpty() ? this.common : new ProviderSignature(key, tolerance, clock)));
        this.differ = own.values().stream().anyMatch(Optional::isPresent);
    }

    /** Whether the account must be known before a signature can be verified. */
    boolean differ() {
        return differ;
    }

    /**
     * Verifies the signature of one callback; an argument is null when the callback lacks it.
     *
     * @param account null if the generation is at none now: then the key of any of them will do
     */
    Verdict verify(String account, String taskId, String timestamp, String signature) {
        return of(account)
                .map(one -> one.verify(taskId, timestamp, signature))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Stream<ProviderSignature> of(String account) {
        Collection<ProviderSignature> all = ofAccounts.values();
        return account == null && !all.isEmpty() ? all.stream() : Stream.of(ofAccounts.getOrDefault(account, common));
    }
}
