package io.wsgateway.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.ring.Cursor;
import io.wsgateway.model.Place;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients are told when something can't be proven is counted. */
class CountsTest {
    private final Stage stage = new Stage();
    private final String cursor = stage.cursor(stage.identified("somebody"));
    private final Place at = Cursor.parse(cursor);

    @Test
    void everySessionThatIsToldOfAGapCountsAndEveryOneThatIsClosedInstead() {
        stage.subscribed("alice red", "red");
        stage.subscribed("bob red", "red");
        stage.identified("original");
        stage.connect();
        stage.gap(behind());
        assertThat(stage.counts.of("log.gaps")).isEqualTo(1);
        // The somebody at the beginning asked with a cursor.
        assertThat(stage.counts.of("gaps.told")).isEqualTo(3);
        assertThat(stage.counts.of("connections.closed.4200")).isEqualTo(1);
        assertThat(stage.counts.of("lanes.lost")).isBetween(1L, 2L);
    }

    @Test
    void aResumeThatRecoversCountsOnceItIsToldSo() {
        resume("alice red", cursor);
        assertThat(stage.counts.under("resumes")).isEqualTo(Map.of("resumes.begun", 1L, "resumes.recovered", 1L));
    }

    @Test
    void aResumeThatDoesNotCountsByItsReason() {
        resume("alice red", "nonsense");
        resume("bob red", Cursor.text(new Place("other", 1, 2)));
        resume("carol red", Cursor.text(new Place("other", 3, 4)));
        stage.gap(behind());
        resume("dave red", cursor);
        assertThat(stage.counts.under("resumes"))
                .isEqualTo(Map.of(
                        "resumes.not_recovered.cursor_invalid", 1L,
                        "resumes.not_recovered.epoch_changed", 2L,
                        "resumes.not_recovered.window_exceeded", 1L));
    }

    private Place behind() {
        return new Place(at.epoch(), at.seq() + 100, 7);
    }

    private void resume(String token, String from) {
        stage.connect().send(Requests.resume(token, from, null, "red"));
        stage.pass(Duration.ofMillis(1));
    }
}
