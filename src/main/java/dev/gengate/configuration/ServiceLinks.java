package dev.gengate.configuration;

import java.util.regex.Pattern;

/**
 * Variables that Kubernetes injects for a Service whose name begins with {@code gateway}, unless
 * {@code enableServiceLinks} is false. They are not properties of the gateway.
 */
final class ServiceLinks {
    private static final String SERVICE = "GATEWAY(_[A-Z0-9_]+)?";
    private static final Pattern NAME = Pattern.compile(
            SERVICE + "_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern PORT = Pattern.compile(SERVICE + "_PORT");
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private ServiceLinks() {}

    static boolean has(GivenName given) {
        return given.variable()
                && (NAME.matcher(given.text()).matches()
                        || PORT.matcher(given.text()).matches()
                                && ADDRESS.matcher(given.value()).matches());
    }
}
