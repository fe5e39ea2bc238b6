package dev.gengate.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
