package dev.gengate.generation;

import java.util.Locale;
import java.util.Map;

/** What a result is. */
public enum ResultKind {
    IMAGE,
    VIDEO,
    AUDIO,
    TEXT,
    /** Nothing says what it is. */
    FILE;

    private static final Map<String, ResultKind> BY_EXTENSION = Map.ofEntries(
            Map.entry("png", IMAGE),
            Map.entry("jpg", IMAGE),
            Map.entry("jpeg", IMAGE),
            Map.entry("webp", IMAGE),
            Map.entry("gif", IMAGE),
            Map.entry("svg", IMAGE),
            Map.entry("mp4", VIDEO),
            Map.entry("webm", VIDEO),
            Map.entry("mov", VIDEO),
            Map.entry("mp3", AUDIO),
            Map.entry("wav", AUDIO),
            Map.entry("flac", AUDIO),
            Map.entry("m4a", AUDIO),
            Map.entry("txt", TEXT),
            Map.entry("srt", TEXT),
            Map.entry("json", TEXT));

    /** As the API, the events and the model files write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the name of a URL's file says; a guess, for want of the model's own word. */
    public static ResultKind ofUrl(String url) {
        String path = url.split("[?#]", 2)[0];
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, FILE);
    }
}
