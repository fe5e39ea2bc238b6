package dev.gengate.custody;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** Removes objects from a store. One that stays there keeps no other one there. */
final class Removal {
    private static final Logger LOG = Logger.getLogger(Removal.class);

    private Removal() {}

    /** Removes the objects; gives the keys of those that are still there, each of which is counted. */
    static Future<List<String>> of(Collection<String> keys, ResultStore store, CustodyMetrics metrics) {
        List<String> left = new ArrayList<>();
        Future<Void> all = Future.succeededFuture();
        for (String key : keys) {
            all = all.compose(before -> store.remove(key)).otherwise(failure -> {
                LOG.warnf("an object of the store is not removed (%s): %s", StoreAwayException.kind(failure), key);
                metrics.notRemoved();
                left.add(key);
                return null;
            });
        }
        return all.map(done -> left);
    }
}
