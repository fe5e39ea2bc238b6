package dev.gengate.callback;

import dev.gengate.provider.CallbackUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Makes the callback URL of a generation: {@code {gateway.public-url}/callbacks/kie/{id}/{token}}. */
@ApplicationScoped
class CallbackAddress implements CallbackUrls {
    static final String PATH = "/callbacks/kie/";

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

    /** Also holds for a URL made with an earlier public URL or signing secret. */
    @Override
    public boolean leadsTo(UUID generationId, String url) {
        String path = PATH + generationId + '/';
        int place = url.indexOf(path);
        return place >= 0 && token.verify(generationId, url.substring(place + path.length()));
    }
}
