package io.wsgateway.broker.rabbit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Which properties of what others declared break a promise, and what mends that. All others are theirs to choose: a
 * classic queue, another dead-letter exchange, an alternate exchange.
 */
final class RequiredProperties {
    static final String ALONE = "x-single-active-consumer";
    private static final String QUEUE_TYPE = "x-queue-type";
    private static final List<String> LOSING =
            List.of("x-max-length", "x-max-length-bytes", "x-message-ttl", "x-expires", "x-delivery-limit");

    private final String virtualHost;
    private final boolean declares;

    RequiredProperties(RabbitConfig config) {
        virtualHost = config.address().virtualHost();
        declares = config.declare();
    }

    /**
     * Judges what is there.
     *
     * @return what that is, where this user can know
     * @throws UnfitTopologyException with everything that is wrong, and the command that mends it
     */
    Optional<Entity> check(Declarations there, Entity wanted) throws IOException, TimeoutException {
        Optional<Entity> found;
        try {
            found = there.found(wanted);
        } catch (IOException e) {
            if (AmqpErrors.unknownType(e)) {
                throw new UnfitTopologyException(
                        "there is the " + wanted + ", but RabbitMQ lacks its type: rabbitmq-plugins enable"
                                + " rabbitmq_consistent_hash_exchange",
                        e);
            }
            throw e;
        }
        List<String> faults = found.map(one -> faults(wanted, one)).orElse(List.of());
        if (!faults.isEmpty()) {
            throw new UnfitTopologyException("the " + wanted + " " + String.join(", ", faults) + ". " + remedy(wanted));
        }
        return found;
    }

    /** Arguments because of which RabbitMQ may throw events away, as their owner wants; empty where there are none. */
    static List<String> losing(Entity queue) {
        return LOSING.stream()
                .filter(argument -> queue.get(argument) instanceof Number number && number.longValue() >= 0)
                .filter(argument ->
                        !(argument.startsWith("x-max-length") && "reject-publish".equals(queue.get("x-overflow"))))
                .map(argument -> argument + "=" + queue.get(argument))
                .toList();
    }

    /** What can't be judged is named where nothing else is wrong: what RabbitMQ hasn't told yet may break a promise. */
    private static List<String> faults(Entity wanted, Entity found) {
        List<String> faults = found.isQueue() ? queue(found) : exchange(wanted, found);
        return faults.isEmpty() ? unknown(found) : faults;
    }

    private static List<String> unknown(Entity found) {
        return found.properties().values().stream()
                .filter(Difference.Unknown.class::isInstance)
                .map(one -> "can't be judged, because RabbitMQ doesn't tell all of it ("
                        + OneLine.of(((Difference.Unknown) one).said()) + ")")
                .toList();
    }

    private static List<String> exchange(Entity wanted, Entity found) {
        // Where poison can't go, its partition waits and says so; only from an internal one nothing helps.
        List<String> faults = found.name().equals(Names.DEAD) ? new ArrayList<>() : lasting(found);
        String type = Objects.toString(found.get(Entity.TYPE));
        if (!serves(found.name(), type)) {
            faults.add("is of type " + type + " and has to be " + wanted.get(Entity.TYPE));
        }
        if (found.is(Entity.INTERNAL) && !found.name().equals(Names.HASH)) {
            faults.add("is internal, so nobody can publish to it");
        }
        return faults;
    }

    private static boolean serves(String name, String type) {
        return switch (name) {
            case Names.EVENTS -> type.equals("topic") || type.equals("fanout");
            case Names.HASH -> type.equals(Names.HASH_TYPE);
            default -> true;
        };
    }

    private static List<String> queue(Entity found) {
        List<String> faults = lasting(found);
        if (!found.is(ALONE)) {
            faults.add("has no " + ALONE + ", so instances would mix up the order");
        }
        if ("stream".equals(found.get(QUEUE_TYPE))) {
            faults.add("is a stream, which keeps what was taken");
        }
        return faults;
    }

    private static List<String> lasting(Entity found) {
        List<String> faults = new ArrayList<>();
        if (!found.is(Entity.DURABLE)) {
            faults.add("is not durable");
        }
        if (found.is(Entity.AUTO_DELETE)) {
            faults.add("deletes itself (auto_delete)");
        }
        return faults;
    }

    private String remedy(Entity entity) {
        String again =
                declares ? "; the gateway declares it again within 10 s: " : ", and declare it as it has to be: ";
        return entity.isQueue()
                ? "Pause the publishers until it is empty, then delete it" + again + "rabbitmqctl -p "
                        + OneLine.quoted(virtualHost) + " delete_queue " + entity.name()
                : "Pause the publishers and delete it" + again + "rabbitmqctl eval " + OneLine.quoted(deletion(entity));
    }

    /** As a broker deletes an exchange: no command does so, and rabbitmqadmin needs the management plugin and a login. */
    private String deletion(Entity exchange) {
        return "rabbit_exchange:delete(rabbit_misc:r(" + binary(virtualHost) + ", exchange, " + binary(exchange.name())
                + "), false, <<\"operator\">>).";
    }

    private static String binary(String text) {
        return "<<\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"/utf8>>";
    }
}
