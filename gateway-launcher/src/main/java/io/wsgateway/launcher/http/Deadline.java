package io.wsgateway.launcher.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What a connection is waited for, and until when. Belongs to the loop's thread. */
final class Deadline {
    /** What happens on a connection; all but {@link #SERVING} wait for the client. */
    enum Phase {
        /** The rest of a head has to come, or the first one as a whole. */
        HEAD,
        /** The rest of a body has to come. */
        BODY,
        /** The request is answered by this server. */
        SERVING,
        /** The client has to take its answer. */
        ANSWER,
        /** The next request may come. */
        IDLE,
        /** The client has its last answer and has to close. */
        LEAVING
    }

    private final HttpTimeouts timeouts;
    private final LongSupplier nanoTime;
    private Phase phase = Phase.HEAD;
    /** ns, of the clock: when this server began to wait for the client. */
    private long since;
    /** ns, of the clock. */
    private long until;

    /** Begins with {@link #head}. */
    Deadline(HttpTimeouts timeouts, LongSupplier nanoTime) {
        this.timeouts = timeouts;
        this.nanoTime = nanoTime;
        head();
    }

    Phase phase() {
        return phase;
    }

    void head() {
        begin(Phase.HEAD, timeouts.head());
    }

    void body() {
        begin(Phase.BODY, timeouts.body());
    }

    /** Whatever an answer waits for is bounded, so one that is later was lost on its way. */
    void serving() {
        begin(Phase.SERVING, timeouts.serving());
    }

    /** Until the client has taken so many bytes. */
    void answer(int bytes) {
        begin(Phase.ANSWER, timeouts.answer(bytes));
    }

    /** Who has to make room is still judged by when its last answer began. */
    void idle() {
        long before = since;
        begin(Phase.IDLE, timeouts.idle());
        since = before;
    }

    void leaving() {
        begin(Phase.LEAVING, timeouts.answer());
    }

    private void begin(Phase next, Duration atMost) {
        phase = next;
        since = nanoTime.getAsLong();
        until = since + atMost.toNanos();
    }

    boolean hasPassed(long now) {
        return now - until >= 0;
    }

    /** ns for which this server has waited for the client; 0 while it is the client that waits. */
    long waited(long now) {
        return phase == Phase.SERVING ? 0 : Math.max(1, now - since);
    }
}
