package dev.gengate.custody.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.ResultKind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes say what a file is, not its name. */
class FirstBytesTest {

    @ParameterizedTest
    @CsvSource({
        "image/png, 89504e470d0a1a0a0000000d",
        "image/jpeg, ffd8ffe000104a4649460001",
        "image/gif, 474946383961",
        "image/webp, 524946460000000057454250",
        "audio/wav, 524946460000000057415645",
        "image/avif, 000000206674797061766966",
        "video/mp4, 00000020667479706d703432",
        "video/quicktime, 000000146674797071742020",
        "audio/mp4, 00000020667479704d344120",
        "video/webm, 1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102185380674d808d6c69626d6174726f736b61",
        "video/webm, 1a45dfa387428240047765626d",
        "video/x-matroska, 1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b614287810442858102",
        "application/octet-stream, 1a45dfa3",
        "audio/mpeg, 49443304",
        "audio/mpeg, fffb90c4",
        "audio/mpeg, fff384c4",
        "audio/mpeg, fffd84c4",
        "application/octet-stream, fffbf0c40001",
        "application/octet-stream, fffb9cc40001",
        "audio/aac, fff15080",
        "audio/flac, 664c6143",
        "audio/ogg, 4f676753",
        "audio/midi, 4d546864",
        "application/octet-stream, 676c5446020000000001",
    })
    void formatsAreKnown(String type, String hex) {
        assertEquals(type, FirstBytes.mediaType(HexFormat.of().parseHex(hex), ResultKind.IMAGE, "/f/1.png"));
    }

    /** An .m4a is seldom of the brand M4A, and a browser records its microphone into WebM. */
    @ParameterizedTest
    @CsvSource({
        "audio/mp4, 00000020667479706d703432",
        "audio/mp4, 000000206674797069736f6d",
        "audio/webm, 1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102",
        "audio/x-matroska, 1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b614287810442858102",
        "video/quicktime, 000000146674797071742020",
        "image/avif, 000000206674797061766966",
        "image/png, 89504e470d0a1a0a0000000d",
    })
    void soundInAContainerOfFilmsIsWhatItIsSaidToBe(String type, String hex) {
        assertEquals(type, FirstBytes.mediaType(HexFormat.of().parseHex(hex), ResultKind.AUDIO, "/f/1.m4a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype html><script>", "  \n<HTML>", "\ufeff<html>", "<svg onload=alert(1)>",
                        "<?xml version='1.0'?><svg>",
                "{\"error\":\"no\"}", "not found", "\u001f\u008b\u0008", "BZh9", ""
            })
    void excusesAreNoPictures(String head) {
        byte[] bytes = head.startsWith("\u001f") ? head.getBytes(ISO_8859_1) : head.getBytes(UTF_8);
        FetchException refused =
                assertThrows(FetchException.class, () -> FirstBytes.mediaType(bytes, ResultKind.IMAGE, "/f/1.png"));
        assertEquals(FetchFault.TYPE, refused.fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fffe3c0068007400", "feff003c00680074", "fffe7b0022006500"})
    void pagesInWideCharactersAreNoSound(String hex) {
        byte[] head = HexFormat.of().parseHex(hex);
        FetchException refused =
                assertThrows(FetchException.class, () -> FirstBytes.mediaType(head, ResultKind.AUDIO, "/f/1.mp3"));
        assertEquals(FetchFault.TYPE, refused.fault());
    }

    @Test
    void textIsTextAndADrawingADownload() {
        assertEquals("text/plain", FirstBytes.mediaType("Grüße ü".getBytes(UTF_8), ResultKind.TEXT, "/f/1.txt"));
        byte[] cut = "Grüße ü".getBytes(UTF_8);
        assertEquals("text/plain", FirstBytes.mediaType(Arrays.copyOf(cut, cut.length - 1), ResultKind.FILE, "/f/1"));
        assertEquals(FirstBytes.SVG, FirstBytes.mediaType("<svg/>".getBytes(UTF_8), ResultKind.IMAGE, "/f/1.svg"));
        assertFalse(FirstBytes.harmless(FirstBytes.SVG));
        assertFalse(FirstBytes.harmless(FirstBytes.UNKNOWN));
        assertFalse(FirstBytes.harmless("text/plain"));
        assertTrue(FirstBytes.harmless("video/mp4"));
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, 640, 480, 89504e470d0a1a0a0000000d4948445200000280000001e00802000000",
        "image/gif, 640, 480, 4749463839618002e001",
        "image/jpeg, 640, 480, ffd8ffe000044a46ffc000110801e0028003",
        "image/webp, 640, 480, 524946460000000057454250565038580a000000000000007f0200df0100",
        "image/webp, 640, 480, 5249464600000000574542505650384c000000002f7fc27700",
        "image/webp, 640, 480, 52494646000000005745425056503820000000003001009d012a8002e001",
        "image/bmp, 640, 480, 424d0000000000000000360000002800000080020000e0010000",
        "image/bmp, 640, 480, 424d000000000000000036000000280000008002000020feffff",
        "image/bmp, 640, 480, 424d00000000000000001a0000000c0000008002e001",
        "image/avif, 640, 480, 0000001469737065000000000000004000000030000000146973706500000000"
                + "00000280000001e0000000146973706500000000000000a000000078",
        "image/heic, 640, 480, 00000014697370650000000000000280000001e0",
    })
    void sizesAreInTheHeader(String type, int width, int height, String hex) {
        byte[] head = HexFormat.of().parseHex(hex);

        assertEquals(Optional.of(new ImageSize(width, height)), ImageSize.of(head, type));
        assertEquals(Optional.empty(), ImageSize.of(Arrays.copyOf(head, 9), type));
    }
}
