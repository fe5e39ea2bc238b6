package dev.gengate.callback;

import dev.gengate.provider.ProviderConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds this feature's plain classes from its configuration. */
class CallbackBeans {

    @Produces
    @Singleton
    CallbackToken token(CallbackConfig config) {
        return new CallbackToken(config.secrets());
    }

    @Produces
    @Singleton
    AccountSignatures signatures(CallbackConfig config, ProviderConfig provider, Clock clock) {
        Map<String, Optional<String>> own = new HashMap<>();
        provider.accounts().forEach((name, account) -> own.put(name, account.signatureKey()));
        return new AccountSignatures(config.signatureKey(), own, config.signatureTolerance(), clock);
    }

    @Produces
    @Singleton
    FailedAuthentications failures(CallbackConfig config, Clock clock) {
        return new FailedAuthentications(config.failuresPerMinute(), clock);
    }

    @Produces
    @Singleton
    ClientAddress source(CallbackConfig config) {
        return new ClientAddress(config.sourceHeader());
    }
}
