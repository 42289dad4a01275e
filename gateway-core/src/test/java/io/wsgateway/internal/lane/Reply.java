package io.wsgateway.internal.lane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsgateway.testkit.InMemoryClient;
import java.util.List;
import java.util.stream.StreamSupport;

/** A frame that a client got, taken apart. */
record Reply(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a client got since somebody last looked. */
    static List<Reply> drain(InMemoryClient client) {
        return client.drain().stream().map(Reply::of).toList();
    }

    /** The only frame that a client got since somebody last looked. */
    static Reply only(InMemoryClient client) {
        List<Reply> replies = drain(client);
        if (replies.size() != 1) {
            throw new AssertionError("Expected one frame, got " + replies);
        }
        return replies.get(0);
    }

    /** Names of ops and events that a client got since somebody last looked. */
    static List<String> names(InMemoryClient client) {
        return drain(client).stream().map(Reply::name).toList();
    }

    /** The same, with the codes of errors. */
    static List<String> codes(InMemoryClient client) {
        return drain(client).stream().map(Reply::code).toList();
    }

    /** The {@code data.n} of the events that a client got since somebody last looked. */
    static List<Integer> numbers(InMemoryClient client) {
        return numbers(drain(client));
    }

    static List<Integer> numbers(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> reply.data().has("n"))
                .map(reply -> reply.data().get("n").asInt())
                .toList();
    }

    static Reply of(String frame) {
        try {
            return new Reply(JSON.readTree(frame));
        } catch (JsonProcessingException e) {
            throw new AssertionError(frame, e);
        }
    }

    /** The op, or the event's name. */
    String name() {
        return json.path("op").asText(json.path("event").asText());
    }

    JsonNode data() {
        return json.path("data");
    }

    String text(String field) {
        return data().path(field).asText();
    }

    List<String> texts(String field) {
        return StreamSupport.stream(data().path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The id as JSON; null where there is none. */
    String id() {
        return json.has("id") ? json.get("id").toString() : null;
    }

    /** The cursor, wherever the frame has it; empty where it has none. */
    String cursor() {
        return json.path("cursor").asText(text("cursor"));
    }

    /** The code of an error, or what came instead of one. */
    String code() {
        return name().equals("ERROR") ? text("code") : name();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
