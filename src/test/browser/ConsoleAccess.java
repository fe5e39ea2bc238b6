package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.gengate.proof.servers.Backends;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sees what of the console, and what it says while the gateway is away. */
class ConsoleAccess extends ConsoleTests {
    @Test
    void wrongKeyIsToldAndTheRightOneEnters() {
        enter("wrong", "now");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not known");

        page.getByLabel("Key of a caller").fill("a–key–of–an–office");
        press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is no key");

        page.getByLabel("Key of a caller").fill(Backends.OPS_KEY);
        press("Enter");

        isAt("Now");
        assertThat(page.locator("main")).containsText("submitted");
    }

    @Test
    void contentsOfOthersAreHiddenAndReadOnlyHidesWhatActs() {
        String id = marked("hidden", "a secret prompt");
        enter(ConsoleRun.VIEWER_KEY, "generation/" + id);
        isAt("Generation");
        assertThat(page.locator("main")).containsText("another caller's");
        assertThat(page.locator("main")).not().containsText("a secret prompt");
        assertThat(page.getByText("Publish again")).isVisible();

        page.getByLabel("Read only").check();

        assertThat(page.getByText("Publish again")).hasCount(0);
    }

    @Test
    void callerSeesItsOwnAndNoOperations() {
        String id = marked("own", "my own prompt");
        enter(Backends.ADS_KEY, "generation/" + id);
        assertThat(page.locator("main")).containsText("my own prompt");
        page.navigate(gateway().uri() + "/console/#/operations");
        assertThat(page.locator("main")).containsText("for the role operator");
    }

    @Test
    void whoMayOnlySubmitIsInThePlaygroundAndIsShownNothingElse() {
        List<Integer> refused = new ArrayList<>();
        page.onResponse(response -> {
            if (response.status() == 403) {
                refused.add(response.status());
            }
        });
        enter(ConsoleRun.SUBMITTER_KEY, "");

        isAt("Playground");
        assertThat(page.locator("textarea[name=prompt]")).isVisible();
        assertThat(page.locator("nav a")).hasText(new String[] {"Playground"});
        assertEquals(List.of(), refused);
    }

    @Test
    void gatewayThatIsAwayIsToldAndComesBack() {
        enter(Backends.ADS_KEY, "now");
        assertThat(page.getByText("free calls")).isVisible();
        CONSOLE.stop();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not answer");
        page.navigate(gateway().uri() + "/console/#/playground");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not answer");

        CONSOLE.start();

        assertThat(page.locator("textarea[name=prompt]")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void gatewayThatHangsIsToldAsOneThatIsAway() {
        page.clock().install();
        enter(Backends.ADS_KEY, "now");
        assertThat(page.getByText("free calls")).isVisible();
        List<Route> unanswered = new ArrayList<>();
        page.route("**/v1/queue", unanswered::add);
        page.waitForCondition(() -> !unanswered.isEmpty());

        page.clock().fastForward(15_000);

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not answer");
    }

    /** Its library is packed as a file of its own; the package that it is from is not in the jar. */
    @Test
    void packageOfItsLibraryIsNotServed() {
        assertEquals(404, gateway().ads().get("/_static/htm/3.1.1/package.json").statusCode());
    }
}
