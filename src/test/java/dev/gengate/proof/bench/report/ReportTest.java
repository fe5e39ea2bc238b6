package dev.gengate.proof.bench.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.bench.Contestant;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void gatewayKeepsUpWithItsEqual() {
        assertTrue(keepsUp(null, 1));
    }

    @Test
    void oneFigureThatIsWorseOrMissingIsNotKeepingUp() {
        for (Goal goal : Goal.BESIDE_ANOTHER_RELEASE) {
            assertFalse(keepsUp(goal, goal.atLeast() ? 0.94 : 1.06), goal::toString);
            assertFalse(keepsUp(goal, Double.NaN), goal::toString);
        }
    }

    /** @param share that this gateway has in one figure of the other's; NaN for none */
    private static boolean keepsUp(Goal one, double share) {
        Figures figures = new Figures();
        for (Goal goal : Goal.BESIDE_ANOTHER_RELEASE) {
            double value = 100 * (goal == one ? share : 1);
            figures.add(goal.figure(), Contestant.BEFORE, 100);
            if (!Double.isNaN(value)) {
                figures.add(goal.figure(), Contestant.GATEWAY, value);
            }
        }
        return new Report(null, figures).keepsUpWith(Contestant.BEFORE);
    }
}
