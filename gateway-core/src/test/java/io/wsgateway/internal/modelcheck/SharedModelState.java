package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.session.SessionLimits;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the connections to one instance have in common. Any thread. */
final class SharedModelState {
    final SessionLimits limits;
    final InstantSource clock;
    private volatile boolean lossy;
    private volatile boolean failing;
    private volatile int began;
    private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> replays = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> resumes = new ConcurrentHashMap<>();

    SharedModelState(SessionLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** One of the user's connections has asked for these guilds, or is about to. */
    void asked(String user, Set<String> guilds) {
        asked.computeIfAbsent(user, id -> ConcurrentHashMap.newKeySet()).addAll(guilds);
    }

    /** From now on this instance may lose events, as long as it says so. */
    void lossy() {
        lossy = true;
    }

    /** From now on a session may fail some time before its connection is seen to be closed. */
    void failing() {
        failing = true;
    }

    boolean isFailing() {
        return failing;
    }

    /** The instance began after this entry. */
    void began(int n) {
        began = n;
    }

    int began() {
        return began;
    }

    boolean isLossy() {
        return lossy;
    }

    /** Whether another connection of the user may have brought a guild about. */
    boolean mayShare(String user, String guild) {
        return limits.shared() && asked.getOrDefault(user, Set.of()).contains(guild);
    }

    AtomicInteger replays(String user) {
        return replays.computeIfAbsent(user, id -> new AtomicInteger());
    }

    /** How often one of the user's connections has sent RESUME. */
    AtomicInteger resumes(String user) {
        return resumes.computeIfAbsent(user, id -> new AtomicInteger());
    }
}
