package dev.gengate.configuration;

/** How much guessing a secret takes, estimated from above: what it rules out is weak, what it lets pass may be. */
final class SecretStrength {
    private SecretStrength() {}

    /** Entropy of the characters by their frequency (Shannon), in bits; of one piece, if pieces repeat. */
    static double bits(String secret) {
        String piece = secret.substring(0, period(secret));
        double each = piece.chars()
                .distinct()
                .mapToDouble(character -> {
                    double share = piece.chars().filter(one -> one == character).count() / (double) piece.length();
                    return -share * Math.log(share) / Math.log(2);
                })
                .sum();
        return each * piece.length();
    }

    private static int period(String secret) {
        for (int length = 1; length <= secret.length() / 2; length++) {
            if (secret.startsWith(secret.substring(length))) {
                return length;
            }
        }
        return secret.length();
    }
}
