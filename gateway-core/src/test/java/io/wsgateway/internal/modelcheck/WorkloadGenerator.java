package io.wsgateway.internal.modelcheck;

import io.wsgateway.internal.lane.Stage;
import io.wsgateway.internal.modelcheck.ReferenceLog.Line;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Event;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.model.Revocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes up what services report, and knows how clients must see it. */
final class WorkloadGenerator {
    static final List<String> USERS = List.of("ann", "bob", "cid", "dot");
    static final List<String> GUILDS = List.of("red", "blue", "green", "gold", "grey");
    private static final int TOKENS = 12;
    private static final Audience STRANGERS = strangersAnd("stranger");
    private static final Audience MIXED = strangersAnd(USERS.get(0));
    private static final String FILLER = "x".repeat(1 << 16);

    private final RandomGenerator random;
    private int made;

    WorkloadGenerator(RandomGenerator random) {
        this.random = random;
    }

    /** The frame of an event, as the contract writes it. */
    static String frame(Line line, Event event) {
        String guild =
                event.audience() instanceof Audience.Guilds to && to.ids().size() == 1
                        ? ",\"guildId\":\"" + to.ids().iterator().next() + "\""
                        : "";
        return "{\"event\":\"" + event.name() + "\"" + guild + ",\"data\":" + event.data() + ",\"cursor\":\""
                + ReferenceLog.cursor(line.place()) + "\"}";
    }

    /** Something that may happen. */
    Entry entry() {
        int kind = random.nextInt(100);
        if (kind < 55) {
            return message(Set.of(guild()), random.nextInt(5) == 0 ? Set.of(user()) : Set.of());
        } else if (kind < 67) {
            return message(some(GUILDS), random.nextInt(3) == 0 ? some(USERS) : Set.of());
        } else if (kind < 73) {
            return event("presence.update", new Audience.Users(some(USERS)));
        } else if (kind < 78) {
            return event("notice", new Audience.Everyone(random.nextBoolean() ? Set.of(user()) : Set.of()));
        } else if (kind < 84) {
            return message(Set.of(guild()), Set.of()).asEphemeral();
        } else if (kind < 91) {
            return membership(false);
        } else if (kind < 98) {
            return membership(true);
        }
        return Stage.gone(guild());
    }

    /** Something that ends sessions of a user, or one of them, or those of a token. Without a session: the user's. */
    Entry dismissal(@Nullable String session, String user, String tokenId, Instant now) {
        int kind = random.nextInt(10);
        if (kind < 5) {
            Kick kick = session == null || kind < 3 ? Kick.ofUser(user) : Kick.ofSession(session);
            return random.nextInt(3) == 0 ? kick.withMode(Kick.Mode.RECONNECT) : kick;
        } else if (kind < 8) {
            return Revocation.ofToken(tokenId);
        }
        Revocation ofUser = Revocation.ofUser(user);
        return kind == 8 ? ofUser : ofUser.withIssuedBefore(now.plusSeconds(random.nextInt(60) - 50));
    }

    String tokenId() {
        return "t" + random.nextInt(TOKENS);
    }

    /** A membership change of a few users. */
    Event membership(boolean joined) {
        String guild = guild();
        return event(joined ? "guild.create" : "guild.delete", new Audience.Users(some(USERS)))
                .withMembership(new Membership(joined, guild));
    }

    /** So many entries, mostly to strangers and each with sixteen receivers: they fill a ring quickly. */
    List<Entry> flood(int count) {
        List<Entry> flood = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flood.add(
                    random.nextInt(10) == 0
                            ? entry()
                            : event("presence.update", random.nextInt(8) == 0 ? MIXED : STRANGERS));
        }
        return flood;
    }

    private static Audience.Users strangersAnd(String last) {
        Set<String> ids = new TreeSet<>(Set.of(last));
        for (int i = 0; i < 15; i++) {
            ids.add("stranger" + i);
        }
        return new Audience.Users(ids);
    }

    private Event message(Set<String> guilds, Set<String> except) {
        return event("message.create", new Audience.Guilds(guilds, except));
    }

    private Event event(String name, Audience audience) {
        int filler = switch (random.nextInt(60)) {
            case 0 -> 20_000;
            case 1 -> 60_000;
            case 2, 3, 4 -> 1000;
            default -> random.nextInt(40);
        };
        String text = filler < 10 ? "ä€😀" : FILLER.substring(0, filler);
        Payload data = Payload.of("{\"n\":" + made++ + ",\"is\":\"" + text + "\"}");
        return new Event(null, name, audience, data, false, null, null);
    }

    String guild() {
        return GUILDS.get(random.nextInt(GUILDS.size()));
    }

    String user() {
        return USERS.get(random.nextInt(USERS.size()));
    }

    /** One or more of these. */
    Set<String> some(List<String> of) {
        Set<String> some = new TreeSet<>();
        for (int n = 1 + random.nextInt(of.size()); some.size() < n; ) {
            some.add(of.get(random.nextInt(of.size())));
        }
        return some;
    }
}
