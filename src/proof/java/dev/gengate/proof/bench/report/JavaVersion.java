package dev.gengate.proof.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the {@code release} file of a Java home says. */
public final class JavaVersion {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"((\\d+)[^\"]*)\"");

    private JavaVersion() {}

    /** The feature release: 17, 25. */
    public static int of(Path home) {
        return Integer.parseInt(find(home).group(2));
    }

    static String full(Path home) {
        return find(home).group(1);
    }

    private static Matcher find(Path home) {
        try {
            Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
            if (!matcher.find()) {
                throw new IllegalArgumentException("not the home of a Java: " + home);
            }
            return matcher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
