package io.wsgateway.internal.modelcheck;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsgateway.internal.session.SessionLimits.Rates;
import io.wsgateway.internal.session.User;
import io.wsgateway.model.CloseReason;
import io.wsgateway.model.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the gateway answered one connection, and whether that is right. */
final class ReplyChecker {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration NOTICE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final ConnectionChecker witness;
    private final ReferenceModel law;
    private final ReferenceLog log;
    private final SharedModelState crowd;
    private final Claims claims;
    private final PendingCommands asks;
    /** When the token expires that it was told of last. */
    private @Nullable Instant told;

    ReplyChecker(
            ConnectionChecker witness,
            ReferenceModel law,
            SharedModelState crowd,
            Claims claims,
            PendingCommands asks) {
        this.witness = witness;
        this.law = law;
        this.log = law.log();
        this.crowd = crowd;
        this.claims = claims;
        this.asks = asks;
    }

    void take(JsonNode answer, String frame, @Nullable Place lane) {
        JsonNode data = answer.get("data");
        String id = ConnectionChecker.text(answer, "id");
        switch (answer.get("op").asText()) {
            case "READY" -> ready(id, data, frame, lane);
            case "RESUMED" -> resumed(id, data, frame);
            case "HEARTBEAT_ACK" -> heartbeat(id, data, frame);
            case "GUILD_SUBSCRIBED" -> subscribed(id, data, frame);
            case "GUILD_UNSUBSCRIBED" -> unsubscribed(id, data, frame, lane);
            case "ERROR" -> error(id, data, frame, lane);
            case "GAP" -> gap(data, frame);
            case "HEARTBEAT" -> wanted(data, frame);
            case "TOKEN_EXPIRING" -> expiring(data, frame);
            default -> witness.fault("was told what nobody asked for: " + frame);
        }
    }

    private @Nullable SentCommand answered(@Nullable String id, String op, String frame) {
        return answered(id, op, command -> true, frame);
    }

    private @Nullable SentCommand answered(@Nullable String id, String op, Predicate<SentCommand> may, String frame) {
        SentCommand command = asks.answered(id, op, may, claims::happened);
        if (command == null) {
            witness.fault("got an answer to nothing, or too early: " + frame);
        }
        return command;
    }

    private void ready(@Nullable String id, JsonNode data, String frame, @Nullable Place lane) {
        String cursor = data.get("cursor").asText();
        SentCommand open = asks.open();
        if (id == null && open != null && open.is("RESUME")) {
            begins(open, data, frame, lane);
        } else {
            SentCommand command = answered(id, "IDENTIFY", frame);
            Token token = command == null ? null : command.token();
            if (token == null) {
                return;
            }
            int n = log.count(cursor);
            if (claims.ready()) {
                witness.promise(n, frame);
            } else {
                claims.moveTo(n);
            }
            claims.identified(token, n);
            guilds(token, n, data, frame);
        }
    }

    private void begins(SentCommand command, JsonNode data, String frame, @Nullable Place lane) {
        Token token = command.token();
        String cursor = data.get("cursor").asText();
        if (token == null || lane == null || claims.ready() || !cursor.equals(command.cursor())) {
            witness.fault("was resumed for nothing, or with another cursor: " + frame);
            return;
        }
        if (claims.begins(command, token, lane) > User.REPLAYS && !crowd.isFailing()) {
            witness.fault("is one replay too many of its user");
        }
        Place wanted = ReferenceLog.parse(cursor);
        if (wanted != null && wanted.epoch().equals(lane.epoch()) && wanted.seq() > lane.seq()) {
            witness.fault("was resumed ahead of its lane at " + lane + ": " + frame);
        }
        guilds(token, log.count(lane), data, frame);
    }

    private void guilds(Token token, int n, JsonNode data, String frame) {
        if (!texts(data.get("guilds")).equals(List.copyOf(law.guilds(token, n)))) {
            witness.fault("was told guilds instead of " + law.guilds(token, n) + ": " + frame);
        }
    }

    private void resumed(@Nullable String id, JsonNode data, String frame) {
        SentCommand command = claims.resume() == null ? null : answered(id, "RESUME", frame);
        if (command == null) {
            witness.fault("was resumed without having asked: " + frame);
            return;
        }
        int n = log.count(data.get("cursor").asText());
        boolean recovered = data.get("recovered").asBoolean();
        Set<String> asked = claims.asked();
        if (data.get("replayed").asLong() != claims.replayed()) {
            witness.fault("had " + claims.replayed() + " replayed: " + frame);
        }
        if (recovered) {
            if (claims.last() < 0) {
                witness.fault("can't have recovered from there: " + frame);
            }
            witness.promise(n, frame);
            asked = claims.asked();
        } else {
            honest(command, data.get("reason").asText(), frame);
            claims.startsAfreshAt(n);
        }
        if (!texts(data.get("guilds")).equals(List.copyOf(asked))) {
            witness.fault("is subscribed to " + asked + ": " + frame);
        }
        refused(command, data, frame);
        claims.resumed();
    }

    // Nothing was recovered: was there a reason?
    private void honest(SentCommand command, String reason, String frame) {
        Place cursor = ReferenceLog.parse(String.valueOf(command.cursor()));
        boolean right = switch (reason) {
            case "cursor_invalid" -> cursor == null || log.count(cursor) < 0;
            case "epoch_changed" ->
                cursor != null && !cursor.epoch().equals(claims.begunAt().epoch());
            case "window_exceeded" -> cursor != null && (crowd.isLossy() || log.count(cursor) < crowd.began());
            default -> false;
        };
        if (!right || claims.replayed() > 0) {
            witness.fault("should have been resumed at " + claims.begunAt() + ": " + frame);
        }
    }

    private void refused(SentCommand command, JsonNode data, String frame) {
        Token token = claims.owner();
        Set<String> refused = new TreeSet<>(texts(data.get("refused")));
        for (String guild : command.guilds()) {
            boolean permitted = law.permits(token, guild, log.count(claims.begunAt()));
            boolean crowded = command.guilds().size() > crowd.limits.subscriptions();
            if (permitted ? refused.contains(guild) && !crowded : !refused.contains(guild)) {
                witness.fault("was told wrongly whether " + guild + " is refused: " + frame);
            }
        }
    }

    private void heartbeat(@Nullable String id, JsonNode data, String frame) {
        SentCommand command = asks.heartbeat(id);
        String cursor = ConnectionChecker.text(data, "cursor");
        if (command == null || (command.cursor() == null) != (cursor == null)) {
            witness.fault("got an answer to another heartbeat: " + frame);
        } else if (cursor != null) {
            if (!claims.ready()) {
                if (!cursor.equals(command.cursor())) {
                    witness.fault("was told a place before READY: " + frame);
                }
                return;
            }
            SentCommand resume = claims.resume();
            if (resume == null || !cursor.equals(resume.cursor()) || claims.last() >= 0) {
                if (claims.last() < 0) {
                    witness.fault("was told a place before it was told of the loss: " + frame);
                }
                witness.promise(log.count(cursor), frame);
            }
        }
    }

    private void subscribed(@Nullable String id, JsonNode data, String frame) {
        SentCommand command = answered(id, "GUILD_SUBSCRIBE", frame);
        String guild = data.get("guildId").asText();
        if (command == null || !guild.equals(command.guild()) || id == null) {
            witness.fault("was subscribed to what it hadn't asked for: " + frame);
            return;
        }
        int n = log.count(data.get("cursor").asText());
        witness.promise(n, frame);
        if (!law.permits(claims.owner(), guild, n)) {
            witness.fault("was subscribed without a right: " + frame);
        }
        claims.subscribed(guild, n);
    }

    private void unsubscribed(@Nullable String id, JsonNode data, String frame, @Nullable Place lane) {
        SentCommand command = answered(id, "GUILD_UNSUBSCRIBE", frame);
        String guild = data.get("guildId").asText();
        if (command == null || !guild.equals(command.guild()) || id == null) {
            witness.fault("was unsubscribed from what it hadn't asked for: " + frame);
            return;
        }
        int due = claims.due();
        if (lane == null || due <= log.count(lane)) {
            witness.fault("missed " + due + " in front of " + frame);
        }
        claims.unsubscribed(guild);
    }

    private void error(@Nullable String id, JsonNode data, String frame, @Nullable Place lane) {
        String op = data.get("op").asText();
        if (op.equals("HEARTBEAT")) {
            SentCommand command = asks.heartbeat(id);
            if (command == null || !justified(command, data, -1)) {
                witness.fault("had a heartbeat refused: " + frame);
            }
        } else {
            int place = lane == null ? -1 : log.count(lane);
            answered(id, op, command -> justified(command, data, place), frame);
        }
    }

    private boolean justified(SentCommand command, JsonNode error, int place) {
        return switch (error.get("code").asText()) {
            case "FORBIDDEN" -> claims.ready() && !law.permits(claims.owner(), command.guild(), place);
            case "TOO_MANY_SUBSCRIPTIONS" -> claims.mayBeAtLimit();
            case "NOT_IDENTIFIED" -> !claims.ready();
            case "BAD_REQUEST" -> claims.ready() && (command.is("RESUME") || another(command));
            case "RATE_LIMITED" -> mayBeTooFast(command);
            case "UNAVAILABLE" -> command.token() == null || waited(command);
            default -> false;
        };
    }

    private boolean another(SentCommand command) {
        return command.token() != null
                && !command.token().user().equals(claims.owner().user());
    }

    // Whether it has sent enough for that, however slowly; when exactly, MessageRateTest and TokenRateTest say.
    private boolean mayBeTooFast(SentCommand command) {
        Rates rates = crowd.limits.rates();
        return 2 * asks.sent() > rates.messages()
                || (command.is("IDENTIFY") && asks.identifies() > rates.identifies())
                || (command.is("RESUME")
                        && command.token() != null
                        && crowd.resumes(command.token().user()).get() > rates.resumes());
    }

    /** The connection was closed. */
    void closed(int code) {
        if (code == CloseReason.RATE_LIMITED.code()
                && asks.sent() <= crowd.limits.rates().messages()) {
            witness.fault("was closed for its rate after " + asks.sent() + " messages");
        }
        SentCommand open = asks.open();
        Token token = claims.ready() || open == null ? claims.token() : open.token();
        if (code == CloseReason.TOKEN_EXPIRED.code() && (token == null || !hasExpired(token, GRACE))) {
            witness.fault("was closed before its token had expired");
        }
    }

    private boolean waited(SentCommand command) {
        Duration patience =
                command.is("RESUME") ? PATIENCE : crowd.limits.deadlines().identify();
        return !crowd.clock.instant().isBefore(command.at().plus(patience));
    }

    private void gap(JsonNode data, String frame) {
        int n = log.count(data.get("cursor").asText());
        if (claims.replaying() || !crowd.isLossy() || n < claims.last()) {
            witness.fault("was told of a loss that isn't one: " + frame);
        }
        claims.lostUpTo(n);
    }

    private void wanted(JsonNode data, String frame) {
        if (!asks.usedAddition() || !data.isNull()) {
            witness.fault("was asked for a heartbeat though it may not know of that: " + frame);
        }
    }

    private void expiring(JsonNode data, String frame) {
        Token token = claims.token();
        boolean due = token != null
                && asks.usedAddition()
                && data.get("expiresAt").asText().equals(token.expiresAt().toString())
                && !crowd.clock.instant().isBefore(token.expiresAt().minus(NOTICE));
        if (!due || token.expiresAt().equals(told)) {
            witness.fault("was told wrongly, or again, when its token expires: " + frame);
        } else {
            told = token.expiresAt();
        }
    }

    /** Whether its token ended so long ago that it should have been closed; sweeps are up to 3 s apart in the end. */
    boolean outlivesItsToken() {
        return claims.ready() && hasExpired(claims.owner(), GRACE.plusSeconds(4));
    }

    private boolean hasExpired(Token token, Duration before) {
        return !crowd.clock.instant().isBefore(token.expiresAt().plus(before));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
