package dev.gengate;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * A third of the tests that {@code mvn test} runs, {@link ShardB} and {@link ShardC} the others: each in a JVM of
 * its own, at the same time, for most of a test is waiting. Thirds, not single classes: a JVM starts its servers once, and
 * the gateway once for each test profile.
 */
@Suite
@SelectPackages("dev.gengate")
@IncludeClassNamePatterns(ShardA.PACKAGES + "\\..*Test")
class ShardA {
    /** What is before the ledger and at the provider, and some more to make the thirds alike. */
    static final String PACKAGES =
            "dev\\.gengate\\.(access|attack|callback|contract|deploy|generation|http|provider|startup|submission)";
}
