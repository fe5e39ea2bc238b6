package dev.gengate;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * A third of the tests that {@code mvn test} runs, {@link ShardB} and {@link ShardC} the others: each in a JVM of
 * its own, at the same time, for much of a test is waiting. Thirds, not single classes: a JVM starts its servers once, and
 * the gateway once for each test profile. Tests of the gateway without one are all here.
 */
@Suite
@SelectPackages("dev.gengate")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns({ShardB.CLASSES, ShardC.CLASSES})
class ShardA {}
