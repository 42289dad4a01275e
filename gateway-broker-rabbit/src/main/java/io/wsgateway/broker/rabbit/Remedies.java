package io.wsgateway.broker.rabbit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator does about a refusal of RabbitMQ. */
final class Remedies {
    private static final Pattern NO_HOST = Pattern.compile("vhost '?(.+?)'? not found");
    private static final Pattern NO_ACCESS = Pattern.compile("access to vhost '(.+)' refused for user '(.+)'");
    private static final Pattern NO_RIGHT = Pattern.compile("in vhost '(.+)' refused for user '(.+)'");

    private Remedies() {}

    /** To be put behind RabbitMQ's words; empty where they say enough. */
    static String of(String reply) {
        Matcher host = NO_HOST.matcher(reply);
        if (host.find()) {
            return ". Make it: rabbitmqctl add_vhost " + Reasons.quoted(host.group(1));
        }
        Matcher access = NO_ACCESS.matcher(reply);
        if (access.find()) {
            return rights(access);
        }
        Matcher right = NO_RIGHT.matcher(reply);
        return right.find() ? rights(right) : "";
    }

    private static String rights(Matcher hostAndUser) {
        return ". Give the rights (configure, write, read): rabbitmqctl set_permissions -p "
                + Reasons.quoted(hostAndUser.group(1)) + " " + Reasons.quoted(hostAndUser.group(2))
                + " '^gateway\\.' '^gateway\\.' '^gateway\\.'";
    }
}
