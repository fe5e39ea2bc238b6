package dev.gengate.database;

/** The pooler between the gateway and the ledger. */
public enum Pooler {
    /** None: each connection is a PostgreSQL session of its own. */
    NONE,
    /** Each transaction gets any session: no statement stays prepared, no setting is kept. */
    TRANSACTION
}
