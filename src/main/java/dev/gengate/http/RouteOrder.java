package dev.gengate.http;

/**
 * The order of all routes that see a request before the framework does; each has its place here. The framework then finds
 * the caller ({@code CallerKeyMechanism}, {@code TokenCallers}) and checks its role, and {@link CallersBodies} reads the body.
 */
public final class RouteOrder {
    /** {@link DrainingConnections}, on shutdown. */
    public static final int DRAINING = Integer.MIN_VALUE;
    /** {@link ConnectionGuard}, with the {@link RequestBodyTimeout}: before everything else, callbacks included. */
    public static final int CONNECTIONS = Integer.MIN_VALUE + 500;
    /** The provider's callbacks, which have their own guards. */
    public static final int CALLBACKS = Integer.MIN_VALUE + 1_000;
    /** Counts refused submissions, so it is before the guard that refuses them. */
    public static final int REFUSED_SUBMISSIONS = Integer.MIN_VALUE + 1_500;
    /** {@link RequestGuard}: after the callbacks, before the framework. */
    public static final int REQUESTS = Integer.MIN_VALUE + 2_000;
    /** The console's files, where it is on: behind the guard. */
    public static final int CONSOLE = Integer.MIN_VALUE + 2_500;
    /** The metrics of the management port, in place of the framework's own route. */
    public static final int METRICS = Integer.MIN_VALUE;

    private RouteOrder() {}
}
