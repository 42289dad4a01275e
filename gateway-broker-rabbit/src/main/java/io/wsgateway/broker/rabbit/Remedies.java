package io.wsgateway.broker.rabbit;

import io.wsgateway.model.Printable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator does about a refusal of RabbitMQ. */
final class Remedies {
    /** Of characters: the longest command with the longest names. */
    private static final int LONGEST = 1_000;

    /** Events, publishing, dead letters, and one for a moment at the start. */
    private static final int CONNECTIONS = 4;

    private record Remedy(Pattern refusal, Function<MatchResult, String> deed) {
        Remedy(String refusal, Function<MatchResult, String> deed) {
            this(Pattern.compile(refusal, Pattern.DOTALL), deed);
        }

        Optional<String> of(String reply) {
            Matcher matcher = refusal.matcher(reply);
            return matcher.find() ? Optional.of(deed.apply(matcher.toMatchResult())) : Optional.empty();
        }
    }

    /** To the end of the reply: after the user another cause may follow, and what is cut off names nothing. */
    private static final List<Remedy> ALL = List.of(
            new Remedy("vhost '?(.+?)'? not found$", found -> "Make it: rabbitmqctl add_vhost " + quoted(found, 1)),
            new Remedy(
                    "access to vhost '(.+)' refused for user '.+': connection limit \\(.+\\) is reached$",
                    found ->
                            "Each gateway needs " + CONNECTIONS + "; raise the limit (this sets all limits there anew):"
                                    + " rabbitmqctl set_vhost_limits -p " + quoted(found, 1)
                                    + " '{\"max-connections\": NUMBER}'"),
            new Remedy(
                    "refused for user '(.+)': user connection limit \\(.+\\) is reached$",
                    found -> "Each gateway needs " + CONNECTIONS + "; raise the limit: rabbitmqctl set_user_limits "
                            + quoted(found, 1) + " '{\"max-connections\": NUMBER}'"),
            new Remedy(
                    "access to vhost '(.+)' refused for user '.+': vhost '.+' is down$",
                    found -> "Look into RabbitMQ's log for the cause, then start it: rabbitmqctl restart_vhost -p "
                            + quoted(found, 1)),
            new Remedy("access to vhost '(.+)' refused for user '(.+)'$", Remedies::rights),
            new Remedy("in vhost '(.+)' refused for user '(.+)'$", Remedies::rights));

    private Remedies() {}

    /**
     * To be put after RabbitMQ's words; empty where they say enough.
     *
     * @param reply all that RabbitMQ said
     */
    static String of(String reply) {
        return ALL.stream()
                .flatMap(remedy -> remedy.of(reply).stream())
                .findFirst()
                .map(deed -> ". " + Printable.of(deed, LONGEST))
                .orElse("");
    }

    private static String rights(MatchResult hostAndUser) {
        return "Give the rights (configure, write, read; they replace all that this user has there): rabbitmqctl"
                + " set_permissions -p " + quoted(hostAndUser, 1) + " " + quoted(hostAndUser, 2)
                + " '^gateway\\.' '^gateway\\.' '^gateway\\.'";
    }

    private static String quoted(MatchResult found, int group) {
        return OneLine.quoted(found.group(group));
    }
}
