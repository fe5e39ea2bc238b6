package dev.gengate.console;

import org.junit.jupiter.api.Tag;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** The console in Debian's Chromium: all its classes before one gateway. {@code -Dit.test=ConsolePages} runs one alone. */
@Tag("gate")
@Suite(failIfNoTests = false)
@SelectClasses({
    ConsoleAccess.class,
    ConsolePages.class,
    ConsoleGenerations.class,
    ConsolePlayground.class,
    ConsoleOperations.class
})
class ConsoleIT {}
