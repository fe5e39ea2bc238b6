package dev.gengate.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackAddressTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example, https://gateway.example",
        "https://gateway.example/, https://gateway.example",
        "https://gateway.example/images//, https://gateway.example/images",
        "http://127.0.0.1:8080, http://127.0.0.1:8080"
    })
    void urlIsThePublicOneWithIdAndToken(String publicUrl, String base) {
        CallbackToken token = new CallbackToken(List.of("secret"));

        String url = new CallbackAddress(() -> publicUrl, token).urlFor(ID);

        assertEquals(base + "/callbacks/kie/" + ID + "/" + token.sign(ID), url);
    }

    @Test
    void urlLeadsToItsGenerationWhateverWasRotatedSince() {
        CallbackAddress before =
                new CallbackAddress(() -> "https://before.example/", new CallbackToken(List.of("old")));
        CallbackAddress now =
                new CallbackAddress(() -> "https://gateway.example", new CallbackToken(List.of("new", "old")));

        assertTrue(now.leadsTo(ID, now.urlFor(ID)));
        assertTrue(now.leadsTo(ID, before.urlFor(ID)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://gateway.example/callbacks/kie/%1$s/",
                "https://gateway.example/callbacks/kie/%1$s/%2$sx",
                "https://gateway.example/callbacks/kie/%1$s/%3$s",
                "https://gateway.example/callbacks/kie/%4$s/%2$s",
                "https://gateway.example/callbacks/kie/%4$s/%3$s",
                "https://gateway.example/%1$s/%2$s"
            })
    void anyOtherUrlLeadsElsewhere(String url) {
        CallbackToken token = new CallbackToken(List.of("secret"));
        UUID other = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058");
        CallbackAddress address = new CallbackAddress(() -> "https://gateway.example", token);

        assertFalse(address.leadsTo(ID, url.formatted(ID, token.sign(ID), token.sign(other), other)));
    }
}
