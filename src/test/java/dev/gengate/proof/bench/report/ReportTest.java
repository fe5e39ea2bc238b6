package dev.gengate.proof.bench.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.bench.Contestant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void gatewayKeepsUpWithItsEqual() {
        assertTrue(measured(Goal.BESIDE_ANOTHER_RELEASE, null, 1).keepsUpWith(Contestant.BEFORE));
    }

    @Test
    void oneFigureThatIsWorseOrMissingIsNotKeepingUp() {
        for (Goal goal : Goal.BESIDE_ANOTHER_RELEASE) {
            for (double share : new double[] {goal.atLeast() ? 0.94 : 1.06, Double.NaN}) {
                Report report = measured(Goal.BESIDE_ANOTHER_RELEASE, goal, share);
                assertFalse(report.keepsUpWith(Contestant.BEFORE), goal::toString);
            }
        }
    }

    @Test
    void consoleMayNotMakeTheStartLongerOrLarger() {
        assertTrue(measured(Goal.BESIDE_NO_CONSOLE, null, 1).startsAs(Contestant.BEFORE));
        for (Goal goal : Goal.BESIDE_NO_CONSOLE) {
            assertFalse(measured(Goal.BESIDE_NO_CONSOLE, goal, 1.06).startsAs(Contestant.BEFORE), goal::toString);
        }
    }

    /** @param share that this gateway has in one figure of the other's; NaN for none */
    private static Report measured(List<Goal> goals, Goal one, double share) {
        Figures figures = new Figures();
        for (Goal goal : goals) {
            double value = 100 * (goal == one ? share : 1);
            figures.add(goal.figure(), Contestant.BEFORE, 100);
            if (!Double.isNaN(value)) {
                figures.add(goal.figure(), Contestant.GATEWAY, value);
            }
        }
        return new Report(null, figures);
    }
}
