package dev.gengate.callback;

import dev.gengate.callback.ProviderSignature.Verdict;
import dev.gengate.provider.ProviderConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The provider's signature of a callback, with the webhook key of the account that has the task. */
final class AccountSignatures {
    private final ProviderSignature common;
    private final Map<String, ProviderSignature> ofAccounts = new HashMap<>();

    /** @param accounts those that have keys of their own differ from the common one */
    AccountSignatures(CallbackConfig config, Map<String, ProviderConfig.Account> accounts, Clock clock) {
        this.common = new ProviderSignature(config.signatureKey(), config.signatureTolerance(), clock);
        accounts.forEach((name, account) -> account.signatureKey()
                .ifPresent(key -> ofAccounts.put(
                        name, new ProviderSignature(Optional.of(key), config.signatureTolerance(), clock))));
    }

    /** Whether the account must be known before a signature can be verified. */
    boolean differ() {
        return !ofAccounts.isEmpty();
    }

    /**
     * Verifies the signature of one callback; an argument is null when the callback lacks it.
     *
     * @param account null if the generation is at none now: then the key of any will do
     */
    Verdict verify(String account, String taskId, String timestamp, String signature) {
        if (account == null) {
            return ofAccounts.values().stream()
                    .map(one -> one.verify(taskId, timestamp, signature))
                    .filter(Verdict::accepted)
                    .findFirst()
                    .orElseGet(() -> common.verify(taskId, timestamp, signature));
        }
        return ofAccounts.getOrDefault(account, common).verify(taskId, timestamp, signature);
    }
}
