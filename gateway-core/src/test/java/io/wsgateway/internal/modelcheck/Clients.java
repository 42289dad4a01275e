package io.wsgateway.internal.modelcheck;

import io.wsgateway.model.Place;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Clients that come, go and do whatever chance says, each seen by a {@link ConnectionChecker}. One thread. */
final class Clients {
    private static final int PLAYERS = 7;

    private final RandomGenerator random;
    private final WorkloadGenerator script;
    private final ReferenceModel law;
    private final ReferenceLog log;
    private final Faults faults;
    private final List<Instance> instances;
    private final InstantSource clock;
    private final Tally tally;
    private final Steps steps;
    private final List<SimulatedClient> players = new ArrayList<>();
    private final List<SimulatedClient> former = new ArrayList<>();
    private int opened;

    Clients(
            RandomGenerator random,
            WorkloadGenerator script,
            ReferenceModel law,
            Faults faults,
            List<Instance> instances,
            InstantSource clock,
            Tally tally,
            Steps steps) {
        this.random = random;
        this.script = script;
        this.law = law;
        this.log = law.log();
        this.faults = faults;
        this.instances = instances;
        this.clock = clock;
        this.tally = tally;
        this.steps = steps;
    }

    /** Those that haven't left. */
    List<SimulatedClient> players() {
        return List.copyOf(players);
    }

    /** One of them does something. */
    void act() {
        if (players.isEmpty() || random.nextInt(9) == 0) {
            arrive();
            return;
        }
        SimulatedClient player = any(players);
        if (!player.isOpen()) {
            retire(player, false);
            return;
        }
        int kind = random.nextInt(100);
        if (kind < 22) {
            subscribe(player);
        } else if (kind < 30) {
            String guild = script.guild();
            steps.say("%d unsubscribes %s", number(player), guild);
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
            steps.say("%d stops reading", number(player));
            player.client().stopReading();
        } else if (kind < 72) {
            int n = 1 + random.nextInt(6);
            steps.say("%d reads %d", number(player), n);
            player.client().read(n);
            player.look();
        } else if (kind < 80) {
            steps.say("%d reads on", number(player));
            player.client().startReading();
        } else {
            retire(player, random.nextInt(4) == 0);
        }
    }

    private void arrive() {
        Instance instance = any(instances);
        String name = "#" + ++opened;
        SimulatedClient player =
                new SimulatedClient(instance, new ConnectionChecker(name, law, instance.crowd, faults));
        steps.say("%s arrives", name);
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

    private void identify(SimulatedClient player, Token token) {
        int kind = random.nextInt(40);
        String text = kind == 0 ? "bad" : kind < 3 ? "down" : token.text();
        steps.say("%d identifies: %s", number(player), text);
        player.identify(often(), kind < 3 ? null : token, text, now());
    }

    private void subscribe(SimulatedClient player) {
        String guild = script.guild();
        steps.say("%d subscribes %s", number(player), guild);
        player.subscribe(often(), guild, now());
    }

    void heartbeat(SimulatedClient player) {
        steps.say("%d heartbeat", number(player));
        player.heartbeat(random.nextBoolean(), random.nextInt(4) > 0, now());
    }

    private void resume(SimulatedClient player, SimulatedClient of) {
        Token held = of.witness.token();
        Token token = held == null || random.nextInt(4) == 0 ? token(held == null ? script.user() : held.user()) : held;
        List<String> guilds =
                new ArrayList<>(random.nextInt(3) > 0 ? of.guilds : script.some(WorkloadGenerator.GUILDS));
        String cursor = random.nextInt(5) > 0 ? of.cursor() : otherCursor();
        steps.say("%d resumes %s %s %s", number(player), cursor, token.text(), guilds);
        tally.resumes++;
        player.resume(often(), token, cursor, guilds, now());
    }

    // One that the client can't have had, or is from elsewhere in the log.
    private String otherCursor() {
        Place place = log.place(random.nextInt(log.size() + 1));
        return switch (random.nextInt(8)) {
            case 0 -> "junk";
            case 1 -> ReferenceLog.cursor(new Place(place.epoch(), place.seq(), random.nextLong()));
            case 2 -> ReferenceLog.cursor(new Place("e99", place.seq(), place.tag()));
            case 3 -> ReferenceLog.cursor(new Place(place.epoch(), place.seq() + 50, place.tag()));
            case 4, 5 -> ReferenceLog.cursor(log.place(log.size()));
            default -> ReferenceLog.cursor(place);
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
        TreeSet<String> claim = new TreeSet<>(script.some(WorkloadGenerator.GUILDS));
        return new Token(user, claim, now().minusSeconds(age), law.tokenLife());
    }

    void retire(SimulatedClient player, boolean politely) {
        steps.say("%d leaves", number(player));
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

    private List<SimulatedClient> everyone() {
        List<SimulatedClient> all = new ArrayList<>(players);
        all.addAll(former);
        return all;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean often() {
        return random.nextInt(6) > 0;
    }

    private int number(SimulatedClient player) {
        return players.indexOf(player);
    }

    private Instant now() {
        return clock.instant();
    }
}
