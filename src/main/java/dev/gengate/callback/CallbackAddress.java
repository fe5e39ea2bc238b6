package dev.gengate.callback;

import dev.gengate.provider.CallbackUrls;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The callback URL of a generation, {@code {gateway.public-url}/callbacks/kie/{id}/{token}}: made here, and read when it
 * comes back.
 */
@ApplicationScoped
class CallbackAddress implements CallbackUrls {
    static final String PATH = "/callbacks/kie/";
    private static final int ID_LENGTH = 36;
    private static final int ID_END = PATH.length() + ID_LENGTH;

    private final String base;
    private final CallbackToken token;

    CallbackAddress(PublicUrlConfig config, CallbackToken token) {
        this.base = config.publicUrl().strip().replaceFirst("/+$", "") + PATH;
        this.token = token;
    }

    @Override
    public String urlFor(UUID generationId) {
        return base + generationId + '/' + token.sign(generationId);
    }

    /** Only a POST to a path made by this gateway yields an id. */
    Optional<UUID> verifiedId(HttpMethod method, String path) {
        boolean shaped = method == HttpMethod.POST
                && path != null
                && path.length() > ID_END
                && path.startsWith(PATH)
                && path.charAt(ID_END) == '/';
        return shaped ? verified(path) : Optional.empty();
    }

    private Optional<UUID> verified(String path) {
        try {
            String text = path.substring(PATH.length(), ID_END);
            UUID id = UUID.fromString(text);
            boolean genuine = id.toString().equals(text) && token.verify(id, path.substring(ID_END + 1));
            return genuine ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Also holds for a URL made with an earlier public URL or signing secret. */
    @Override
    public boolean leadsTo(UUID generationId, String url) {
        String path = PATH + generationId + '/';
        int place = url.indexOf(path);
        return place >= 0 && token.verify(generationId, url.substring(place + path.length()));
    }
}
