package dev.gengate.custody.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gengate.generation.ResultKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file is, by its first bytes: neither its name nor what its host says of it decides. A page called a picture is
 * refused; what nobody knows is kept, and served as a download only.
 */
public final class FirstBytes {
    static final String TEXT = "text/plain";
    static final String SVG = "image/svg+xml";
    static final String UNKNOWN = "application/octet-stream";
    /** More than such a header has. */
    private static final int EBML_HEADER = 1_024;

    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/webp", "webp"),
            Map.entry("image/avif", "avif"),
            Map.entry("image/heic", "heic"),
            Map.entry("image/bmp", "bmp"),
            Map.entry("image/tiff", "tiff"),
            Map.entry(SVG, "svg"),
            Map.entry("video/mp4", "mp4"),
            Map.entry("video/quicktime", "mov"),
            Map.entry("video/webm", "webm"),
            Map.entry("video/x-matroska", "mkv"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp4", "m4a"),
            Map.entry("audio/webm", "webm"),
            Map.entry("audio/x-matroska", "mka"),
            Map.entry("audio/aac", "aac"),
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/flac", "flac"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/midi", "mid"),
            Map.entry(TEXT, "txt"),
            Map.entry(UNKNOWN, "bin"));

    /** The types of containers in which there may be sound alone. */
    private static final Map<String, String> SOUNDS = Map.of(
            "video/mp4", "audio/mp4",
            "video/webm", "audio/webm",
            "video/x-matroska", "audio/x-matroska");

    /** The element DocType of an EBML header, with its size and its value (RFC 8794, 11.2.4). */
    private static final Pattern DOC_TYPE = Pattern.compile("B\u0082[^a-z]{1,8}(webm|matroska)");

    private FirstBytes() {}

    /** The end of the name of a file of that type. */
    public static String extension(String mediaType) {
        return EXTENSIONS.getOrDefault(mediaType, "bin");
    }

    /** Whether a browser may show it rather than save it: it runs nothing. */
    public static boolean harmless(String mediaType) {
        return !mediaType.equals(SVG)
                && EXTENSIONS.containsKey(mediaType)
                && mediaType.matches("(image|video|audio)/.*");
    }

    /**
     * The media type of a result, or of an upload.
     *
     * @param kind as the provider, its model or who uploads it says; it decides where the bytes leave it open: a film and
     *     a sound begin alike in MP4, WebM and Matroska
     * @param name of the file at the provider
     * @throws FetchException if it cannot be a result
     */
    public static String mediaType(byte[] head, ResultKind kind, String name) {
        Optional<String> known = known(head);
        if (known.isPresent()) {
            return kind == ResultKind.AUDIO ? SOUNDS.getOrDefault(known.get(), known.get()) : known.get();
        }
        if (compressed(head)) {
            throw new FetchException(FetchFault.TYPE);
        }
        String text = text(head);
        if (text == null) {
            return UNKNOWN;
        }
        if (text.startsWith("<")) {
            return markup(text, name);
        }
        if (kind == ResultKind.TEXT || kind == ResultKind.FILE) {
            return TEXT;
        }
        throw new FetchException(FetchFault.TYPE);
    }

    /** A page is the host's excuse; a drawing is a result where it says that it is one. */
    private static String markup(String text, String name) {
        boolean drawing = text.startsWith("<svg") || text.startsWith("<?xml") && text.contains("<svg");
        if (drawing && name.endsWith(".svg")) {
            return SVG;
        }
        throw new FetchException(FetchFault.TYPE);
    }

    private static Optional<String> known(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 16), ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of("image/gif");
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return Optional.of("image/tiff");
        }
        if (start.startsWith("BM") && start.length() > 13 && start.startsWith("\0\0\0\0", 6)) {
            return Optional.of("image/bmp");
        }
        if (start.startsWith("RIFF")) {
            return riff(start);
        }
        if (start.startsWith("ftyp", 4)) {
            return Optional.of(brand(start));
        }
        return start.startsWith("\u001aE\u00df\u00a3") ? ebml(head) : sound(start);
    }

    private static Optional<String> riff(String start) {
        return start.startsWith("WEBP", 8)
                ? Optional.of("image/webp")
                : start.startsWith("WAVE", 8) ? Optional.of("audio/wav") : Optional.empty();
    }

    /** The first DocType is the header's, which tells a WebM from any other Matroska. */
    private static Optional<String> ebml(byte[] head) {
        Matcher type = DOC_TYPE.matcher(new String(head, 0, Math.min(head.length, EBML_HEADER), ISO_8859_1));
        return type.find()
                ? Optional.of(type.group(1).equals("webm") ? "video/webm" : "video/x-matroska")
                : Optional.empty();
    }

    private static String brand(String start) {
        String brand = start.substring(8, Math.min(12, start.length()));
        return switch (brand) {
            case "avif", "avis" -> "image/avif";
            case "heic", "heix", "mif1" -> "image/heic";
            case "qt  " -> "video/quicktime";
            case "M4A ", "M4B " -> "audio/mp4";
            default -> "video/mp4";
        };
    }

    private static Optional<String> sound(String start) {
        if (start.startsWith("ID3")) {
            return Optional.of("audio/mpeg");
        }
        if (start.startsWith("fLaC")) {
            return Optional.of("audio/flac");
        }
        if (start.startsWith("OggS")) {
            return Optional.of("audio/ogg");
        }
        if (start.startsWith("MThd")) {
            return Optional.of("audio/midi");
        }
        return start.length() > 2 && start.charAt(0) == 0xff
                ? frame(start.charAt(1), start.charAt(2))
                : Optional.empty();
    }

    /** A frame of MPEG audio, layer 2 or 3, or of AAC. The mark of a page in UTF-16 is that of layer 1, which nobody makes. */
    private static Optional<String> frame(int second, int third) {
        if ((second & 0xf6) == 0xf0) {
            return Optional.of("audio/aac");
        }
        int layer = second & 0x06;
        boolean sound = (second & 0xe0) == 0xe0 && (layer == 0x02 || layer == 0x04);
        // no bitrate and no sampling rate is of all ones
        return sound && (third & 0xf0) != 0xf0 && (third & 0x0c) != 0x0c ? Optional.of("audio/mpeg") : Optional.empty();
    }

    /** gzip, zstd, bzip2, xz: nothing that a model makes. */
    private static boolean compressed(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 6), ISO_8859_1);
        return start.startsWith("\u001f\u008b")
                || start.startsWith("(\u00b5/\u00fd")
                || start.startsWith("BZh")
                || start.startsWith("\u00fd7zXZ");
    }

    /** The beginning in lower case, without blanks before it; null for bytes that are no text. */
    private static String text(byte[] head) {
        boolean wide = head.length > 1
                && (head[0] == (byte) 0xff && head[1] == (byte) 0xfe
                        || head[0] == (byte) 0xfe && head[1] == (byte) 0xff);
        try {
            String text = (wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    // a character may be cut at the end
                    .decode(ByteBuffer.wrap(head, 0, wide ? head.length & ~1 : Math.max(0, wholeCharacters(head))))
                    .toString();
            boolean binary = text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f');
            return binary ? null : text.replace("\ufeff", "").stripLeading().toLowerCase(Locale.ROOT);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static int wholeCharacters(byte[] head) {
        int end = head.length;
        while (end > 0 && end > head.length - 4 && (head[end - 1] & 0xc0) == 0x80) {
            end--;
        }
        return end > 0 && end < head.length || end > 0 && (head[end - 1] & 0x80) != 0 ? end - 1 : end;
    }
}
