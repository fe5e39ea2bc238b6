package dev.gengate.callback;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Builds this feature's plain classes from its configuration. */
class CallbackBeans {

    @Produces
    @Singleton
    CallbackToken token(CallbackConfig config) {
        return new CallbackToken(config.secrets());
    }

    @Produces
    @Singleton
    ProviderSignature signature(CallbackConfig config, Clock clock) {
        return new ProviderSignature(config.signatureKey(), config.signatureTolerance(), clock);
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
