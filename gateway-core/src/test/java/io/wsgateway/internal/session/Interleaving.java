package io.wsgateway.internal.session;

import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Entry;
import io.wsgateway.model.Kick;
import io.wsgateway.model.Place;
import io.wsgateway.spi.GuildAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One run: a few clients, one or two instances and their log, in an order that the seed picks, with every lane and every
 * token's check taking its turn when chance says so. The same seed is the same run.
 */
final class Interleaving {
    private static final int PLAYERS = 7;

    private final SplittableRandom random;
    private final Script script;
    private final ManualClock clock = new ManualClock();
    private final Chronicle log;
    private final Law law;
    private final Faults faults = new Faults();
    private final Queue<Runnable> checks = new ArrayDeque<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Player> players = new ArrayList<>();
    private final List<Player> former = new ArrayList<>();
    private final @Nullable StringBuilder trace;
    private final Tally tally;
    private final boolean tiny;
    private final int haste;
    private int epochs = 1;
    private int opened;

    private Interleaving(long seed, Instance.Parts parts, Tally tally, @Nullable StringBuilder trace) {
        random = new SplittableRandom(seed);
        this.tally = tally;
        this.trace = trace;
        script = new Script(random);
        tiny = random.nextInt(3) == 0;
        haste = 1 + random.nextInt(12);
        boolean open = random.nextInt(12) == 0;
        Policy base = Stage.POLICY;
        Policy policy = new Policy(
                base.heartbeatInterval(),
                base.heartbeatTimeout(),
                base.identifyTimeout(),
                random.nextInt(8) == 0 ? 2 : 200,
                random.nextInt(3) > 0,
                base.queueStall(),
                base.keepChanges());
        log = new Chronicle(new Place("e1", random.nextInt(3) * 100, random.nextLong()));
        law = new Law(log, open);
        Instance.Shape shape = new Instance.Shape(
                1 + random.nextInt(3),
                open ? GuildAccess.OPEN : GuildAccess.CLAIM,
                tiny ? 120_000 : 3_600_000,
                tiny ? 0 : 1 << 22,
                random.nextInt(3) == 0 ? 1 << 16 : 500 + random.nextInt(2000));
        for (int i = random.nextInt(3) / 2; i >= 0; i--) {
            Crowd crowd = new Crowd(policy, clock);
            if (tiny) {
                crowd.lossy();
            }
            instances.add(new Instance(log, crowd, shape, parts, checks::add, clock, clock));
        }
    }

    /** Plays the run of this seed, and answers what was wrong with it. */
    static Faults play(long seed, Instance.Parts parts, Tally tally) {
        return new Interleaving(seed, parts, tally, null).play();
    }

    /** The steps of that run, one in a line. */
    static String trace(long seed, Instance.Parts parts) {
        StringBuilder trace = new StringBuilder();
        new Interleaving(seed, parts, new Tally(), trace).play();
        return trace.toString();
    }

    private Faults play() {
        if (random.nextBoolean()) {
            append(List.of(script.entry(), script.membership(random.nextBoolean())));
        }
        instances.forEach(Instance::begin);
        for (int steps = 100 + random.nextInt(150); steps > 0 && faults.count() == 0; steps--) {
            step();
        }
        finish();
        return faults;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 18) {
            publish();
        } else if (kind < 30) {
            Instance instance = any(instances);
            say("follow");
            instance.follow(1 + random.nextInt(3));
        } else if (kind < 50) {
            for (int n = 1 + random.nextInt(haste); n > 0; n--) {
                Instance instance = any(instances);
                int lane = random.nextInt(instance.laneCount);
                say("turn %d", lane);
                instance.turn(lane);
            }
        } else if (kind < 56) {
            say("check");
            for (int n = 1 + random.nextInt(3); n > 0 && !checks.isEmpty(); n--) {
                checks.remove().run();
            }
        } else if (kind < 60) {
            settle();
        } else if (kind < 64) {
            pass();
        } else if (kind < 66) {
            loss();
        } else {
            act();
        }
    }

    // ---- the log ----

    private void publish() {
        int n = tiny && random.nextInt(6) == 0 ? 20 + random.nextInt(60) : 1 + random.nextInt(4);
        List<Entry> batch = new ArrayList<>(n > 4 ? script.flood(n) : List.of());
        while (batch.size() < n) {
            batch.add(random.nextInt(60) == 0 ? new Kick(script.user(), CloseReason.RESTART) : script.entry());
        }
        append(batch);
    }

    private void append(List<Entry> batch) {
        Place last = log.append(batch, clock.instant(), random.nextLong() >>> random.nextInt(2));
        tally.entries += batch.size();
        say("publish up to %s: %s", last, batch.size() > 4 ? batch.size() : batch);
    }

    private void loss() {
        int kind = random.nextInt(4);
        if (kind == 0) {
            Instance instance = any(instances);
            int to = instance.followed() + random.nextInt(1 + log.size() - instance.followed());
            if (to >= log.epoch().before() && instance.follow(0)
                    || to > log.epoch().before()) {
                instance.crowd.lossy();
                say("gap up to %d", to);
                instance.skipTo(to);
            }
        } else if (kind == 1 && random.nextInt(3) == 0) {
            long seq = log.place(log.size()).seq();
            Place begin = new Place(
                    "e" + ++epochs,
                    random.nextBoolean() ? seq : random.nextLong(seq + 1),
                    random.nextLong() >>> random.nextInt(2));
            say("epoch %s", begin);
            log.begin(begin);
        }
    }

    // ---- time ----

    private void pass() {
        int seconds = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : random.nextInt(7);
        while (seconds > 0) {
            int some = Math.min(seconds, 25);
            seconds -= some;
            say("pass %d s", some);
            clock.advance(Duration.ofSeconds(some).plusMillis(random.nextInt(1000)));
            for (Player player : players) {
                if (player.isOpen() && random.nextInt(10) > 0) {
                    heartbeat(player);
                }
            }
            if (random.nextInt(3) > 0) {
                any(instances).settle();
            }
        }
    }

    private Instant now() {
        return clock.instant();
    }

    // ---- clients ----

    private void act() {
        if (players.isEmpty() || random.nextInt(9) == 0) {
            arrive();
            return;
        }
        Player player = any(players);
        if (!player.isOpen()) {
            retire(player, false);
            return;
        }
        int kind = random.nextInt(100);
        if (kind < 22) {
            subscribe(player);
        } else if (kind < 30) {
            String guild = script.guild();
            say("%d unsubscribes %s", number(player), guild);
            player.unsubscribe(often(), guild, now());
        } else if (kind < 42) {
            heartbeat(player);
        } else if (kind < 48) {
            Token token =
                    random.nextInt(5) > 0 && player.witness.user() != null ? token(player.witness.user()) : token();
            identify(player, token);
        } else if (kind < 52) {
            resume(player, any(everyone()));
        } else if (kind < 62) {
            say("%d stops reading", number(player));
            player.client().stopReading();
        } else if (kind < 72) {
            int n = 1 + random.nextInt(6);
            say("%d reads %d", number(player), n);
            player.client().read(n);
            player.look();
        } else if (kind < 80) {
            say("%d reads on", number(player));
            player.client().startReading();
        } else {
            retire(player, random.nextInt(4) == 0);
        }
    }

    private void arrive() {
        Instance instance = any(instances);
        String name = "#" + ++opened;
        Player player = new Player(instance, new Witness(name, law, instance.crowd, faults));
        say("%s arrives", name);
        players.add(player);
        tally.connections++;
        if (random.nextInt(10) == 0) {
            heartbeat(player);
        }
        if (!former.isEmpty() && random.nextInt(5) > 0) {
            resume(player, any(former));
        } else if (random.nextInt(20) > 0) {
            identify(player, token());
        }
        for (int n = random.nextInt(4); n > 0; n--) {
            subscribe(player);
        }
        if (random.nextInt(3) == 0) {
            heartbeat(player);
        }
        if (players.size() > PLAYERS) {
            retire(players.get(0), false);
        }
    }

    private void identify(Player player, Token token) {
        int kind = random.nextInt(40);
        String text = kind == 0 ? "bad" : kind < 3 ? "down" : token.text();
        say("%d identifies: %s", number(player), text);
        player.identify(often(), kind < 3 ? null : token, text, now());
    }

    private void subscribe(Player player) {
        String guild = script.guild();
        say("%d subscribes %s", number(player), guild);
        player.subscribe(often(), guild, now());
    }

    private void heartbeat(Player player) {
        say("%d heartbeat", number(player));
        player.heartbeat(random.nextBoolean(), random.nextInt(4) > 0, now());
    }

    private void resume(Player player, Player of) {
        Token held = of.witness.token();
        Token token = held == null || random.nextInt(4) == 0 ? token(held == null ? script.user() : held.user()) : held;
        List<String> guilds = new ArrayList<>(random.nextInt(3) > 0 ? of.guilds : script.some(Script.GUILDS));
        String cursor = random.nextInt(5) > 0 ? of.cursor() : otherCursor();
        say("%d resumes %s %s %s", number(player), cursor, token.text(), guilds);
        tally.resumes++;
        player.resume(often(), token, cursor, guilds, now());
    }

    // One that the client can't have had, or is from elsewhere in the log.
    private String otherCursor() {
        Place place = log.place(random.nextInt(log.size() + 1));
        return switch (random.nextInt(8)) {
            case 0 -> "junk";
            case 1 -> Chronicle.cursor(new Place(place.epoch(), place.seq(), random.nextLong()));
            case 2 -> Chronicle.cursor(new Place("e99", place.seq(), place.tag()));
            case 3 -> Chronicle.cursor(new Place(place.epoch(), place.seq() + 50, place.tag()));
            case 4, 5 -> Chronicle.cursor(log.place(log.size()));
            default -> Chronicle.cursor(place);
        };
    }

    private Token token() {
        return token(script.user());
    }

    private Token token(String user) {
        int age = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(100);
            case 2 -> -random.nextInt(60);
            default -> random.nextInt(400);
        };
        return new Token(user, new TreeSet<>(script.some(Script.GUILDS)), now().minusSeconds(age));
    }

    private void retire(Player player, boolean politely) {
        say("%d leaves", number(player));
        player.leave(politely);
        players.remove(player);
        tally.delivered += player.witness.events();
        if (player.sawReady()) {
            former.add(player);
        }
        if (former.size() > 6) {
            former.remove(random.nextInt(former.size()));
        }
    }

    // ---- the end ----

    private void settle() {
        say("settle");
        for (boolean worked = true; worked; ) {
            worked = false;
            for (Instance instance : instances) {
                worked |= instance.follow(1000);
                instance.settle();
            }
            for (Runnable check = checks.poll(); check != null; check = checks.poll()) {
                check.run();
                worked = true;
            }
        }
    }

    private void finish() {
        say("finish");
        // 18 s: two resumes behind each other may wait 5 s each for a place that never comes.
        for (int i = 0; i < 6; i++) {
            players.forEach(player -> player.client().startReading());
            settle();
            clock.advance(Duration.ofSeconds(3));
            settle();
        }
        for (Player player : List.copyOf(players)) {
            player.look();
            player.witness.settled();
            retire(player, false);
        }
    }

    private List<Player> everyone() {
        List<Player> all = new ArrayList<>(players);
        all.addAll(former);
        return all;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean often() {
        return random.nextInt(6) > 0;
    }

    private int number(Player player) {
        return players.indexOf(player);
    }

    private void say(String what, Object... of) {
        if (trace != null) {
            trace.append(String.format(what, of)).append('\n');
        }
    }
}
