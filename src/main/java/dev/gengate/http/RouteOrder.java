package dev.gengate.http;

/** The order of what looks at a request before the framework does; each route at the edge has its place here. */
public final class RouteOrder {
    /** {@link DrainingConnections}, once the replica is told to go. */
    public static final int DRAINING = Integer.MIN_VALUE;
    /** {@link ConnectionGuard}: where does the next request begin? Before everything else, the callbacks too. */
    public static final int CONNECTIONS = Integer.MIN_VALUE + 500;
    /** {@link RequestBodyTimeout}. */
    public static final int BODY_TIMEOUT = Integer.MIN_VALUE + 600;
    /** The provider's callbacks, which have guards of their own. */
    public static final int CALLBACKS = Integer.MIN_VALUE + 1_000;
    /** Counts refused submissions: before the guard that refuses. */
    public static final int REFUSED_SUBMISSIONS = Integer.MIN_VALUE + 1_500;
    /** {@link RequestGuard}: after the callbacks, before the framework. */
    public static final int REQUESTS = Integer.MIN_VALUE + 2_000;
    /** The metrics of the management port, in place of the framework's own route. */
    public static final int METRICS = Integer.MIN_VALUE;

    private RouteOrder() {}
}
