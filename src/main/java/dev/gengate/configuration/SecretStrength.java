package dev.gengate.configuration;

/** An upper bound of a secret's entropy: a secret below it is weak, one above it may still be. */
final class SecretStrength {
    private SecretStrength() {}

    /** Shannon entropy of the characters by frequency, in bits; of one piece if pieces repeat. */
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
