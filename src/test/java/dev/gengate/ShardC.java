package dev.gengate;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests that wait more than they work: of turns, windows and deadlines, each on an application of its own. */
@Suite
@SelectPackages("dev.gengate")
@IncludeClassNamePatterns(ShardC.CLASSES)
class ShardC {
    static final String CLASSES =
            "dev\\.gengate\\.((accounts|completion|console|operator|outbox|reconcile|usage)\\.\\w+|queue\\.(MaxRunning|Queue|QueueRules|Tracing))Test";
}
