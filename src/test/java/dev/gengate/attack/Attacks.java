package dev.gengate.attack;

import java.util.List;
import java.util.stream.Stream;

/** Every bad input that is tried, by kind. */
enum Attacks {
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

    String title() {
        return title;
    }

    List<Attack> attacks() {
        return attacks;
    }

    static Stream<Attack> all() {
        return Stream.of(values()).flatMap(kind -> kind.attacks.stream());
    }
}
