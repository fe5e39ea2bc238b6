package dev.gengate.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gengate.generation.Budget;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget's file holds a budget, or it is bad. */
class BudgetFileTest {
    @TempDir
    Path folder;

    @Test
    void hasDayAndMonth() throws IOException {
        assertEquals(
                new Budget(new BigDecimal("10"), new BigDecimal("99.5")), read("# credits\nday=10\nmonth = 99.5 \n"));
        assertEquals(new Budget(null, new BigDecimal("0")), read("month: 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "day=",
                "day=-1",
                "day=many",
                "day=1000000001",
                "day=1e999999999",
                "day=1e-999999999",
                "week=7",
                "day=7\nweek=7",
                "day=\\u00zz",
                "day=00000000000000000000000000000000000000000000000000001"
            })
    void anythingElseIsBad(String text) {
        assertThrows(IllegalStateException.class, () -> read(text));
    }

    @Test
    void missingOneIsBad() {
        assertThrows(IllegalStateException.class, () -> BudgetFile.read(folder.resolve("missing")));
    }

    private Budget read(String text) throws IOException {
        return BudgetFile.read(Files.writeString(folder.resolve("budget"), text));
    }
}
