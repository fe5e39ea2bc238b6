package dev.gengate.custody.fetch;

import dev.gengate.custody.CustodyConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which URLs results are fetched from. A message names them, so nothing about them is trusted: https, the usual port, a
 * host of the configured ones, no user. Where the gateway itself is on loopback, for a trial or a test, they may be
 * there too, on any port and without TLS.
 */
public record ResultHost(List<String> suffixes, boolean loopback) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public static ResultHost of(CustodyConfig config, String publicUrl) {
        List<String> suffixes = config.hosts().stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .map(host -> host.startsWith(".") ? host.substring(1) : host)
                .toList();
        String host = URI.create(publicUrl.strip()).getHost();
        return new ResultHost(suffixes, host != null && LOOPBACK.contains(host));
    }

    /**
     * A URL that may be fetched.
     *
     * @param path with its query
     * @param local whether it is on loopback
     */
    record Target(boolean tls, String host, int port, String path, boolean local) {

        /** Whether this is an address that the target may have. */
        boolean mayBeAt(InetAddress address) {
            return local ? address.isLoopbackAddress() : PublicAddress.is(address);
        }

        /** The first address that the host may have, of those that it has now. */
        InetAddress choose(InetAddress[] addresses) {
            for (InetAddress address : addresses) {
                if (mayBeAt(address)) {
                    return address;
                }
            }
            throw new FetchException(FetchFault.ADDRESS);
        }
    }

    /** @throws FetchException for a URL that is not fetched */
    Target target(String text) {
        URI url = ResultAddress.parse(text);
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null
                || url.getRawUserInfo() != null
                || !tls && !"http".equalsIgnoreCase(url.getScheme())) {
            throw new FetchException(FetchFault.ADDRESS);
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        int port = url.getPort() < 0 ? tls ? HTTPS : HTTP : url.getPort();
        boolean local = loopback && LOOPBACK.contains(host);
        if (!local && !(tls && port == HTTPS && known(host))) {
            throw new FetchException(FetchFault.ADDRESS);
        }
        return new Target(tls, host, port, path(url), local);
    }

    private boolean known(String host) {
        return suffixes.stream().anyMatch(suffix -> host.equals(suffix) || host.endsWith("." + suffix));
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** Looks names up; blocks. */
    public interface Resolver {
        Resolver SYSTEM = InetAddress::getAllByName;

        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
