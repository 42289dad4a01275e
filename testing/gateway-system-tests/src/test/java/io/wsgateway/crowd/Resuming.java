package io.wsgateway.crowd;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client that loses its link and resumes. Checks that it is given every event of its guilds once and in order, and that
 * {@code RESUMED} says so.
 */
final class Resuming implements ClientConnection.Peer {
    /** When the last link was begun, and when its {@code RESUMED} came; ns. */
    long begunAt;

    long resumedAt;
    /** Events that came in front of the last {@code RESUMED}. */
    long replayed;

    private final ResumeStorm.Member member;
    private final ResumeStorm storm;
    private final int[] guilds;
    private final long[] next;
    private @Nullable ClientConnection connection;
    private boolean resuming;
    private String cursor = "";

    Resuming(ResumeStorm.Member member, ResumeStorm storm) {
        this.member = member;
        this.storm = storm;
        guilds = member.guilds();
        next = new long[guilds.length];
    }

    /** Connects and identifies, no more. */
    void connect(int port, Selector selector) throws IOException {
        resuming = false;
        connection = new ClientConnection(this, "/", port, selector);
    }

    /** Where a resume begins: the place, and each guild's first event behind it. */
    void standAt(String place, long... firsts) {
        cursor = place;
        System.arraycopy(firsts, 0, next, 0, next.length);
    }

    void cut() throws IOException {
        if (connection != null) {
            connection.close();
        }
        connection = null;
    }

    void resume(int port, Selector selector) throws IOException {
        resuming = true;
        replayed = 0;
        resumedAt = 0;
        begunAt = System.nanoTime();
        connection = new ClientConnection(this, "/", port, selector);
    }

    /** The place that {@code READY} told, unless it was told another one. */
    String cursor() {
        return cursor;
    }

    @Override
    public void upgraded(ClientConnection upgraded) throws IOException {
        upgraded.send(
                resuming
                        ? ClientFrames.resume(member.token(), cursor, member.guildIds())
                        : ClientFrames.identify(member.token()));
    }

    @Override
    public void event(byte[] bytes, int json, int size) throws IOException {
        int i = Arrays.binarySearch(guilds, EventText.guild(bytes, json));
        long number = EventText.number(bytes, json);
        if (i < 0 || number != next[i]) {
            throw new IOException("Event " + number + " of guild " + EventText.guild(bytes, json) + " came where "
                    + Arrays.toString(next) + " of " + Arrays.toString(guilds) + " were due");
        }
        next[i]++;
        if (resumedAt == 0) {
            replayed++;
        }
    }

    @Override
    public void message(String json) throws IOException {
        if (json.startsWith("{\"op\":\"READY\"")) {
            if (!resuming) {
                cursor = ClientFrames.text(json, "\"cursor\":\"");
                storm.ready();
            }
        } else if (json.startsWith("{\"op\":\"RESUMED\"")
                && json.contains("\"recovered\":true")
                && json.contains("\"replayed\":" + replayed + ",")) {
            resumedAt = System.nanoTime();
            storm.resumed();
        } else {
            throw new IOException("Unexpected after " + replayed + " events: " + json);
        }
    }

    int[] guilds() {
        return guilds.clone();
    }

    /** Each guild's next event. */
    long[] next() {
        return next.clone();
    }
}
