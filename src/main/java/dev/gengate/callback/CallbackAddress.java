package dev.gengate.callback;

import dev.gengate.provider.CallbackUrls;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the callback URL of a generation: {@code {gateway.public-url}/callbacks/kie/{id}/{token}}. */
@ApplicationScoped
class CallbackAddress implements CallbackUrls {
    static final String PATH = "/callbacks/kie/";

    private final String base;
    private final CallbackToken token;

    CallbackAddress(@ConfigProperty(name = "gateway.public-url") String publicUrl, CallbackToken token) {
        this.base = publicUrl.strip().replaceFirst("/+$", "") + PATH;
        this.token = token;
    }

    @Override
    public String urlFor(UUID generationId) {
        return base + generationId + '/' + token.sign(generationId);
    }

    /** One that was made before the public URL or the secret that signs was changed does so too. */
    @Override
    public boolean leadsTo(UUID generationId, String url) {
        String path = PATH + generationId + '/';
        int place = url.indexOf(path);
        return place >= 0 && token.verify(generationId, url.substring(place + path.length()));
    }
}
