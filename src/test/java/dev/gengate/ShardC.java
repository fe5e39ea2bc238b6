package dev.gengate;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of topics, turns, windows and deadlines, each profile an application of its own; some more make the thirds alike. */
@Suite
@SelectPackages("dev.gengate")
@IncludeClassNamePatterns(ShardC.CLASSES)
class ShardC {
    static final String CLASSES =
            "dev\\.gengate\\.((console|deploy|intake|observability|queue|reconcile|usage)\\.\\w+|accounts\\.Accounts"
                    + "|generation\\.ledger\\.(?!Balance)\\w+)Test";
}
