package io.wsgateway.sync.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.sync.redis.HealthTracker.Part;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether this instance has what the others have, where all have to have the same. Redis sees hashes only, by a salt that the
 * first instance made: values can be compared and not read. (Who can read Redis could try out values that are short and
 * guessable; a key of 32 random bytes is neither.) Not thread-safe.
 */
final class Agreement {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,64}");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 16;
    /** A reference that Redis lost is there again as soon as one that agreed with it has said so, every second. */
    private static final long FORGETS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HealthTracker tracker;
    private final LongSupplier nanoTime;
    private Map<String, String> facts = Map.of();
    private String salt;
    private SortedMap<String, String> hashes = new TreeMap<>();
    private State state = State.UNKNOWN;
    private long referenceSeenAt;

    private enum State {
        UNKNOWN(""),
        AGREES("a"),
        DIFFERS("d");

        private final String mark;

        State(String mark) {
            this.mark = mark;
        }
    }

    Agreement(HealthTracker tracker, LongSupplier nanoTime) {
        this.tracker = tracker;
        this.nanoTime = nanoTime;
        byte[] random = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(random);
        salt = HEX.formatHex(random);
    }

    /** @param values by name; all that has to be the same */
    void on(Map<String, String> values) {
        if (values.equals(facts)) {
            return;
        }
        for (String name : values.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "The name of what instances share is 1 to 64 of a-z, A-Z, 0-9, _ . -");
            }
        }
        facts = Map.copyOf(values);
        saltWith(salt);
    }

    /** Without anything to compare it takes no part, and is right whatever the others have. */
    boolean takesPart() {
        return !facts.isEmpty();
    }

    String salt() {
        return salt;
    }

    void saltWith(String value) {
        salt = value;
        hashes = new TreeMap<>();
        facts.forEach((name, fact) -> hashes.put(name, hash(name, fact)));
    }

    /** Name and hash of each, in the order of the names. */
    String hashes() {
        return hashes.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(","));
    }

    /** What is known of itself, as the script takes it. */
    String mark() {
        return state.mark;
    }

    /** There is nothing to compare, or nobody to care. */
    void leave() {
        tracker.works(Part.AGREEMENT);
    }

    /** Compares with what Redis holds; empty: it holds nothing. Names that only one of both has don't count. */
    void compare(String reference) {
        if (reference.isEmpty()) {
            if (state == State.DIFFERS && nanoTime.getAsLong() - referenceSeenAt > FORGETS_NANOS) {
                state = State.UNKNOWN;
            }
            return;
        }
        referenceSeenAt = nanoTime.getAsLong();
        List<String> differing = new ArrayList<>();
        for (String one : reference.split(",", -1)) {
            int end = one.indexOf('=');
            String mine = end < 0 ? null : hashes.get(one.substring(0, end));
            if (mine != null && !mine.equals(one.substring(end + 1))) {
                differing.add(one.substring(0, end));
            }
        }
        if (differing.isEmpty()) {
            state = State.AGREES;
            tracker.works(Part.AGREEMENT);
        } else {
            state = State.DIFFERS;
            tracker.fails(
                    Part.AGREEMENT,
                    "holds other values of " + String.join(", ", differing)
                            + " from the instances that were here before: give all instances the same, or stop those first");
        }
    }

    private String hash(String name, String fact) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt.getBytes(UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal((name + "=" + fact).getBytes(UTF_8));
            return HEX.formatHex(hash, 0, HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
        }
    }
}
