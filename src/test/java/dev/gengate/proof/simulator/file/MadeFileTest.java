package dev.gengate.proof.simulator.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.generation.ResultKind;
import dev.gengate.proof.gateway.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulator's results are. */
class MadeFileTest {
    private static final String NAME = "0".repeat(32) + "-1.";

    @ParameterizedTest
    @CsvSource({"png, image/png", "mp4, video/mp4", "mp3, audio/mpeg"})
    void fileIsWhatItsNameSays(String extension, String type) {
        byte[] file = MadeFile.of(Json.read("{\"prompt\":\"a lighthouse\"}"), NAME + extension, 0);

        assertEquals(type, FirstBytes.mediaType(file, ResultKind.FILE, NAME + extension));
    }

    @Test
    void seedChoosesTheColourAndThePromptTheLetters() throws IOException {
        BufferedImage one = picture("LIGHT", 1);

        assertNotEquals(one.getRGB(0, 0), picture("LIGHT", 2).getRGB(0, 0));
        assertEquals(one.getRGB(0, 0), picture("HOUSE", 1).getRGB(0, 0));
        assertFalse(Arrays.equals(pixels(one), pixels(picture("HOUSE", 1))));
        assertTrue(Arrays.equals(pixels(one), pixels(picture("LIGHT", 1))));
    }

    private static BufferedImage picture(String prompt, long seed) throws IOException {
        String input = "{\"prompt\":\"" + prompt + "\",\"seed\":" + seed + "}";
        return ImageIO.read(new ByteArrayInputStream(MadeFile.of(Json.read(input), NAME + "png", 0)));
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
