package io.wsgateway.internal.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.internal.wire.ClientMessage;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckQueueTest {
    private static final String FORGER = "203.0.113.1";
    private static final String GOOD = "203.0.113.2";

    private final CheckQueue queue = new CheckQueue();

    @Test
    void addressesTakeTurnsHoweverManyTokensOneBrings() {
        for (int i = 0; i < 1_000; i++) {
            add(FORGER, "forged." + i, 0);
        }
        for (int i = 0; i < 3; i++) {
            add(GOOD, "good." + i, 0);
        }
        assertThat(next(6, 0)).containsExactly("forged.0", "good.0", "forged.1", "good.1", "forged.2", "good.2");
    }

    @Test
    void threeTurnsOfFourAreForTokensThatBeginLikeAnAcceptedOne() {
        queue.accepted("kid1.payload.signature");
        for (int i = 0; i < 4; i++) {
            add(GOOD, "kid1." + i, 0);
            add(GOOD, "made-up." + i, 0);
        }
        assertThat(next(8, 0))
                .containsExactly(
                        "made-up.0", "kid1.0", "kid1.1", "kid1.2", "made-up.1", "kid1.3", "made-up.2", "made-up.3");
    }

    @Test
    void whoReturnsHasTwoTurnsOfFourHoweverManyNewcomersThereAre() {
        queue.accepted("kid1.payload.signature");
        for (int i = 0; i < 1_000; i++) {
            add(GOOD, "kid1.new." + i, 0);
            add(FORGER, "made-up." + i, 0);
        }
        for (int i = 0; i < 4; i++) {
            back(GOOD, "kid1.back." + i, 0);
        }
        assertThat(next(8, 0))
                .containsExactly(
                        "made-up.0",
                        "kid1.back.0",
                        "kid1.new.0",
                        "kid1.back.1",
                        "made-up.1",
                        "kid1.back.2",
                        "kid1.new.1",
                        "kid1.back.3");
    }

    @Test
    void newcomersHaveATurnOfFourHoweverManyReturn() {
        queue.accepted("kid1.payload.signature");
        for (int i = 0; i < 1_000; i++) {
            back(GOOD, "kid1.back." + i, 0);
        }
        add(GOOD, "kid1.new", 0);
        assertThat(next(3, 0)).containsExactly("kid1.back.0", "kid1.back.1", "kid1.new");
    }

    @Test
    void whoSaysThatTheyReturnWithAStrangeTokenIsAStranger() {
        queue.accepted("kid1.payload.signature");
        for (int i = 0; i < 3; i++) {
            back(FORGER, "forged.back." + i, 0);
            add(GOOD, "kid1.new." + i, 0);
        }
        assertThat(next(4, 0)).containsExactly("forged.back.0", "kid1.new.0", "kid1.new.1", "kid1.new.2");
    }

    @Test
    void whoReturnsStaysWhereTooManyNewcomersWaitAlsoBehindOneAddress() {
        queue.accepted("kid1.payload.signature");
        for (int i = 0; i < CheckQueue.MOST / 2; i++) {
            back(GOOD, "kid1.back." + i, 0);
        }
        for (int i = 0; i < CheckQueue.MOST / 2; i++) {
            add("10.0." + i / 250 + "." + i % 250, "kid1.new." + i, 0);
        }
        assertThat(queue.add(check(FORGER, "kid1.another", 0)))
                .extracting(Check::token)
                .containsExactly("kid1.new.0");
    }

    @Test
    void ofMoreWhoReturnThanHalfOfAllTheOldestLeaves() {
        queue.accepted("kid1.payload.signature");
        add(FORGER, "kid1.new", 0);
        for (int i = 0; i < CheckQueue.MOST - 1; i++) {
            back(GOOD, "kid1.back." + i, 0);
        }
        assertThat(queue.add(returning(FORGER, "kid1.back", 0)))
                .extracting(Check::token)
                .containsExactly("kid1.back.0");
    }

    @Test
    void onlySoManyBeginningsAreKnown() {
        for (int i = 0; i < 1_000; i++) {
            queue.accepted("kid" + i + ".x.y");
            queue.accepted("same.x.y");
        }
        queue.accepted("without dots");
        queue.accepted("x".repeat(10_000) + ".x.y");
        for (String token : List.of("kid0.", "kid900.", "without dots", "x".repeat(10_000) + ".", "kid999.", "same.")) {
            add(GOOD, token, 0);
        }
        assertThat(next(3, 0)).containsExactly("kid0.", "kid999.", "same.");
    }

    @Test
    void theNewestComeFirstOnceTheOldestHasWaitedTooLong() {
        add(GOOD, "1", 0);
        add(GOOD, "2", 10);
        add(GOOD, "3", 20);
        add(GOOD, "4", 30);
        long late = CheckLines.OVERLOADED + 1;
        assertThat(next(2, late)).containsExactly("4", "3");
        assertThat(next(1, late - 1)).containsExactly("1");
        assertThat(next(1, late)).containsExactly("2");
    }

    @Test
    void whoIsGoneOrLateCostsNoTurn() {
        List<Check> gone = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            gone.add(add(FORGER, "gone." + i, 0));
        }
        add(GOOD, "good", 5);
        gone.forEach(check -> asking(check).command = null);
        assertThat(next(1, 5)).containsExactly("good");
        assertThat(queue.next(5)).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoAsksAgainIsAskedForOnceOnly() {
        Check first = add(GOOD, "first", 0);
        Identify again = new Identify(null, "second");
        asking(first).command = again;
        assertThat(queue.add(new Check(first.claimant(), again, "second", 1))).isEmpty();
        assertThat(next(1, 1)).containsExactly("second");
        assertThat(queue.next(1)).isNull();
    }

    @Test
    void theOldestOfTheLongestLineLeavesWhenTooManyWait() {
        add(GOOD, "good", 0);
        for (int i = 1; i < CheckQueue.MOST; i++) {
            add(FORGER, "forged." + i, 0);
        }
        Check another = check("203.0.113.3", "another", 0);
        assertThat(queue.add(another)).extracting(Check::token).containsExactly("forged.1");
        assertThat(queue.size()).isEqualTo(CheckQueue.MOST);
        assertThat(next(3, 0)).containsExactly("good", "forged.2", "another");
    }

    @Test
    void longTokensAreBoundedByTheirCharacters() {
        String token = "x".repeat(CheckQueue.MOST_CHARACTERS / 4);
        for (int i = 0; i < 4; i++) {
            add(FORGER, token, i);
        }
        assertThat(queue.add(check(GOOD, token, 9))).extracting(Check::since).containsExactly(0L);
        assertThat(queue.size()).isEqualTo(4);
    }

    @Test
    void anIpv6SiteIsOneAddress() {
        add("2001:db8:1:2::1", "forged.1", 0);
        add("2001:db8:1:2:ffff::2", "forged.2", 0);
        add("2001:db8:1:3::1", "good", 0);
        assertThat(next(3, 0)).containsExactly("forged.1", "good", "forged.2");
    }

    private Check add(String address, String token, long since) {
        Check check = check(address, token, since);
        assertThat(queue.add(check)).isEmpty();
        return check;
    }

    private Check check(String address, String token, long since) {
        Identify command = new Identify(null, token);
        return new Check(new Asking(address, false, command), command, token, since);
    }

    private void back(String address, String token, long since) {
        assertThat(queue.add(returning(address, token, since))).isEmpty();
    }

    private static Check returning(String address, String token, long since) {
        Identify command = new Identify(null, token);
        return new Check(new Asking(address, true, command), command, token, since);
    }

    private static Asking asking(Check check) {
        return (Asking) check.claimant();
    }

    private List<String> next(int count, long now) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            @Nullable Check next = queue.next(now);
            tokens.add(requireNonNull(next, "the queue is empty").token());
        }
        return tokens;
    }

    private static final class Asking implements Claimant {
        private final String address;
        private final boolean returns;
        private @Nullable ClientMessage command;

        Asking(String address, boolean returns, ClientMessage command) {
            this.address = address;
            this.returns = returns;
            this.command = command;
        }

        @Override
        public InetSocketAddress peer() {
            return new InetSocketAddress(address, 1);
        }

        @Override
        public boolean returns() {
            return returns;
        }

        @Override
        public boolean awaits(ClientMessage asked) {
            return command == asked;
        }

        @Override
        public void onOutcome(AuthOutcome outcome) {
            throw new AssertionError("nothing is checked here");
        }
    }
}
