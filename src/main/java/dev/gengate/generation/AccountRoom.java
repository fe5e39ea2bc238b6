package dev.gengate.generation;

/** How many createTask calls this replica should start with an account now; implemented by the one that makes them. */
public interface AccountRoom {
    int of(String account);
}
