package dev.gengate.proof.cluster;

import java.util.Map;

/** Where the replicas of a run keep the results. */
public interface ResultStore extends AutoCloseable {

    /** Which of them. */
    enum Kind {
        /** Results are not kept. */
        NONE,
        /** One directory for all replicas. */
        DIRECTORY,
        /** A bucket of a server of our own. */
        S3
    }

    /** What a replica is told of it. */
    Map<String, String> environment(String replica);

    /** All objects there by their URIs, read back. */
    Map<String, StoredObject> objects();

    @Override
    void close();
}
