package dev.gengate.callback;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.UUID;

/** Reads {@code /callbacks/kie/{id}/{token}}: only a POST to a path made by this gateway yields an id. */
final class CallbackPath {
    private static final int ID_LENGTH = 36;
    private static final int ID_END = CallbackAddress.PATH.length() + ID_LENGTH;

    private CallbackPath() {}

    static Optional<UUID> verifiedId(HttpMethod method, String path, CallbackToken tokens) {
        boolean shaped = method == HttpMethod.POST
                && path != null
                && path.length() > ID_END
                && path.startsWith(CallbackAddress.PATH)
                && path.charAt(ID_END) == '/';
        return shaped ? verified(path, tokens) : Optional.empty();
    }

    private static Optional<UUID> verified(String path, CallbackToken tokens) {
        try {
            String text = path.substring(CallbackAddress.PATH.length(), ID_END);
            UUID id = UUID.fromString(text);
            boolean genuine = id.toString().equals(text) && tokens.verify(id, path.substring(ID_END + 1));
            return genuine ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
