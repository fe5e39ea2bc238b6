package dev.gengate.proof.attack;

import java.util.List;
import java.util.stream.Stream;

/** Every bad input that is tried, by kind. */
public enum Attacks {
    BODIES("Bodies", BodyAttacks.all()),
    TEXTS("Texts", TextAttacks.all()),
    HEADERS("Headers", HeaderAttacks.all()),
    PATHS("Paths, queries and methods", PathAttacks.all()),
    FRAMING("Framing and smuggling", FramingAttacks.all()),
    CREDENTIALS("Credentials", CredentialAttacks.all()),
    CALLBACKS("Forged callbacks", CallbackAttacks.all());

    private final String title;
    private final List<Attack> attacks;

    Attacks(String title, List<Attack> attacks) {
        this.title = title;
        this.attacks = attacks;
    }

    public String title() {
        return title;
    }

    public List<Attack> attacks() {
        return attacks;
    }

    public static Stream<Attack> all() {
        return Stream.of(values()).flatMap(kind -> kind.attacks.stream());
    }
}
