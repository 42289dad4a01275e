package io.wsgateway.broker.rabbit;

/**
 * A queue of ours and its name in the log.
 *
 * @param name {@code p0} to {@code p7}, or {@code all}
 */
record Partition(String name, String queue) {
    static final Partition ALL = new Partition("all", "gateway.events.all");

    static Partition of(int number) {
        return new Partition("p" + number, "gateway.events.p" + number);
    }
}
