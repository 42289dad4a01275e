package io.wsgateway.faults;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * What somebody does to the topology in RabbitMQ. Nothing of it destroys what was confirmed: publishers are told of what has
 * no queue, and a queue with events goes only once it is empty and nobody publishes.
 *
 * @param what in words
 * @param movesKeys whether RabbitMQ gives keys to other partitions meanwhile, so that order holds only while nobody publishes
 */
record Damage(String what, boolean movesKeys, Action deed) {
    private static final int PARTITIONS = 8;

    /** One of these, and most often one that comes under load. */
    private static final List<Damage> UNDER_LOAD = List.of(
            underLoad("the exchange gateway.events is deleted", channel -> channel.exchangeDelete("gateway.events")),
            underLoad(
                    "the exchange gateway.events.hash is deleted",
                    channel -> channel.exchangeDelete("gateway.events.hash")),
            underLoad("both exchanges are deleted", channel -> {
                channel.exchangeDelete("gateway.events");
                return channel.exchangeDelete("gateway.events.hash");
            }),
            underLoad(
                    "the exchange gateway.events.hash is unbound",
                    channel -> channel.exchangeUnbind("gateway.events.hash", "gateway.events", "#")),
            underLoad("the exchange gateway.dead is deleted", channel -> channel.exchangeDelete("gateway.dead")),
            underLoad("the queue gateway.dead is deleted", channel -> channel.queueDelete("gateway.dead")));

    /** What it is done with; answers what RabbitMQ said. */
    interface Action {
        Object on(Channel channel) throws IOException;
    }

    static Damage any(Random random) {
        int kind = random.nextInt(UNDER_LOAD.size() + 4);
        if (kind < UNDER_LOAD.size()) {
            return UNDER_LOAD.get(kind);
        }
        return switch (kind - UNDER_LOAD.size()) {
            case 0 -> lastUnbound();
            case 1 -> allUnbound();
            default -> deleted(random.nextInt(PARTITIONS));
        };
    }

    private static Damage underLoad(String what, Action deed) {
        return new Damage(what, false, deed);
    }

    private static Damage deleted(int partition) {
        return new Damage(
                "partition " + partition + "'s queue is deleted",
                true,
                channel -> channel.queueDelete(queue(partition)));
    }

    /** The last one: another would be bound again at the end, and keys move once more when RabbitMQ restarts. */
    private static Damage lastUnbound() {
        return new Damage("the last partition is unbound", true, channel -> unbind(channel, PARTITIONS - 1));
    }

    private static Damage allUnbound() {
        return new Damage("all partitions are unbound", true, channel -> {
            for (int i = 0; i < PARTITIONS; i++) {
                unbind(channel, i);
            }
            return channel;
        });
    }

    private static Object unbind(Channel channel, int partition) throws IOException {
        return channel.queueUnbind(queue(partition), "gateway.events.hash", "1");
    }

    private static String queue(int partition) {
        return "gateway.events.p" + partition;
    }
}
