package dev.gengate.files;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The uploads that this replica receives at one time: a caller that drips its own leaves half of them to the others. */
@ApplicationScoped
class UploadSlots {
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int taken;

    UploadSlots(FilesConfig config) {
        this.most = config.concurrency();
        this.mostOfOne = Math.max(1, most / 2);
    }

    synchronized boolean take(String caller) {
        int own = byCaller.getOrDefault(caller, 0);
        if (taken == most || own == mostOfOne) {
            return false;
        }
        taken++;
        byCaller.put(caller, own + 1);
        return true;
    }

    synchronized void free(String caller) {
        taken--;
        byCaller.computeIfPresent(caller, (same, own) -> own == 1 ? null : own - 1);
    }
}
