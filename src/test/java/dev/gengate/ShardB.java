package dev.gengate;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of attacks, models and results, each profile an application of its own; some that need none make the thirds alike. */
@Suite
@SelectPackages("dev.gengate")
@IncludeClassNamePatterns(ShardB.CLASSES)
class ShardB {
    static final String CLASSES =
            "dev\\.gengate\\.((access|custody|files)\\.[\\w.]+|attack\\.(CredentialsWithOidc|Pipeline|SlowClient)"
                    + "|callback\\.(FailedCallbacks|SignedCallback|SilentProvider)|models\\.E\\w+)Test";
}
