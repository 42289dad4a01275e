package io.wsgateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The checker itself, against histories with planted faults. */
class SessionHistoryTest {
    private static final int PUBLISHED = 10;

    private final SessionHistory history = new SessionHistory("ann");
    private long place;

    SessionHistoryTest() {
        history.subscribed("red", 0);
    }

    @Test
    void completeHistoryIsComplete() {
        receive(0, PUBLISHED);
        assertThat(history.hasAll(guild -> PUBLISHED)).isTrue();
        assertThat(findings().isComplete()).isTrue();
        assertThat(findings().received()).isEqualTo(PUBLISHED);
    }

    @Test
    void missingInTheMiddleIsLost() {
        receive(0, 4);
        receive(6, PUBLISHED);
        assertThat(findings().lost()).isEqualTo(2);
        assertThat(findings().cases()).anyMatch(said -> said.contains("lacks 2 of 10, the first 4"));
    }

    @Test
    void missingAtTheEndIsLost() {
        receive(0, 7);
        assertThat(history.hasAll(guild -> PUBLISHED)).isFalse();
        assertThat(findings().lost()).isEqualTo(3);
    }

    @Test
    void missingAtTheStartIsLost() {
        receive(2, PUBLISHED);
        assertThat(findings().lost()).isEqualTo(2);
    }

    @Test
    void nothingAtAllIsLost() {
        assertThat(findings().lost()).isEqualTo(PUBLISHED);
    }

    @Test
    void whatWasPublishedBeforeTheSubscriptionIsNotOwed() {
        history.subscribed("blue", 4);
        receive(0, PUBLISHED);
        IntStream.range(3, PUBLISHED).forEach(k -> receive("blue", k));
        assertThat(findings().isComplete()).isTrue();
    }

    @Test
    void whatWasPublishedAfterTheSubscriptionIsOwed() {
        history.subscribed("blue", 4);
        receive(0, PUBLISHED);
        IntStream.range(5, PUBLISHED).forEach(k -> receive("blue", k));
        assertThat(findings().lost()).isEqualTo(1);
    }

    @Test
    void sameEventTwiceIsRepeated() {
        receive(0, PUBLISHED);
        receive("red", 9);
        receive("red", 3);
        assertThat(findings().repeated()).isEqualTo(2);
        assertThat(findings().lost()).isZero();
    }

    @Test
    void laterEventFirstIsDisordered() {
        receive(0, 4);
        receive("red", 5);
        receive("red", 4);
        receive(6, PUBLISHED);
        Findings findings = findings();
        assertThat(findings.disordered()).isEqualTo(1);
        assertThat(findings.lost()).isZero();
        assertThat(findings.repeated()).isZero();
    }

    @Test
    void announcedHoleIsNoLoss() {
        receive(0, 4);
        hole(PUBLISHED);
        receive(7, PUBLISHED);
        Findings findings = findings();
        assertThat(findings.isClean()).isTrue();
        assertThat(findings.isComplete()).isFalse();
        assertThat(findings.announced()).isEqualTo(3);
        assertThat(findings.holes()).isEqualTo(1);
    }

    @Test
    void holeAnnouncedTooLateIsLoss() {
        receive(0, 4);
        receive("red", 7);
        hole(PUBLISHED);
        receive(8, PUBLISHED);
        assertThat(findings().lost()).isEqualTo(3);
    }

    @Test
    void afterAHoleEventsMayComeAgainButInOrder() {
        receive(0, 6);
        hole(PUBLISHED);
        receive(3, PUBLISHED);
        assertThat(findings().isClean()).isTrue();
        hole(PUBLISHED);
        receive("red", 3);
        receive("red", 5);
        receive("red", 4);
        assertThat(findings().disordered()).isEqualTo(1);
    }

    @Test
    void hintOfAHoleExcusesNoSecondOne() {
        receive(0, 2);
        hole(PUBLISHED);
        receive("red", 4);
        receive(6, PUBLISHED);
        Findings findings = findings();
        assertThat(findings.announced()).isEqualTo(2);
        assertThat(findings.lost()).isEqualTo(1);
    }

    @Test
    void whatWasSentAfterTheHoleWasAnnouncedIsNotInIt() {
        receive(0, 4);
        hole(6);
        receive(8, PUBLISHED);
        Findings findings = findings();
        assertThat(findings.announced()).isEqualTo(2);
        assertThat(findings.lost()).isEqualTo(2);
    }

    @Test
    void silenceAfterAHoleIsLossOfWhatWasSentLater() {
        receive(0, 4);
        hole(6);
        assertThat(findings().announced()).isEqualTo(2);
        assertThat(findings().lost()).isEqualTo(4);
    }

    @Test
    void firstEventAfterAnEarlyHoleMustCome() {
        hole(6);
        receive(7, PUBLISHED);
        assertThat(findings().lost()).isEqualTo(1);
    }

    @Test
    void holeBeforeTheFirstEventExcusesWhatIsInIt() {
        hole(PUBLISHED);
        receive(6, PUBLISHED);
        assertThat(findings().isClean()).isTrue();
    }

    @Test
    void silenceAfterAnAnnouncedHoleIsAnnounced() {
        receive(0, 4);
        hole(PUBLISHED);
        assertThat(history.hasAll(guild -> PUBLISHED)).isFalse();
        assertThat(findings().isClean()).isTrue();
        assertThat(findings().announced()).isEqualTo(6);
    }

    @Test
    void eventOfAnotherGuildIsForeign() {
        receive(0, PUBLISHED);
        receive("green", 0);
        assertThat(findings().foreign()).isEqualTo(1);
    }

    @Test
    void eventUnderAnotherIdIsForeign() {
        receive(0, PUBLISHED);
        history.received("red", 10, "red-11", cursor());
        assertThat(findings().foreign()).isEqualTo(1);
    }

    @Test
    void cursorThatGoesBackIsDisorder() {
        receive(0, 9);
        place -= 4;
        receive("red", 9);
        assertThat(findings().disordered()).isEqualTo(1);
    }

    @Test
    void newConnectionMayBeginAnywhere() {
        receive(0, 5);
        place = 0;
        history.connected();
        receive(5, PUBLISHED);
        assertThat(findings().isComplete()).isTrue();
    }

    private void hole(int sent) {
        history.hole(guild -> sent);
    }

    private void receive(int from, int to) {
        IntStream.range(from, to).forEach(k -> receive("red", k));
    }

    private void receive(String guild, int k) {
        history.received(guild, k, Numbered.id(guild, k), cursor());
    }

    private String cursor() {
        return "1epoch." + Long.toString(++place, 36) + ".tag";
    }

    private Findings findings() {
        return history.findings(guild -> guild.equals("green") ? 0 : PUBLISHED);
    }
}
