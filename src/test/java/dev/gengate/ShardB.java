package dev.gengate;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All the tests that are not in {@link ShardA} or {@link ShardC}, wherever new ones are put. */
@Suite
@SelectPackages("dev.gengate")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns({ShardA.PACKAGES + "\\..*", ShardC.CLASSES})
class ShardB {}
