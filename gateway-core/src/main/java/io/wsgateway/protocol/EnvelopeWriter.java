package io.wsgateway.protocol;

import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.RefusedEventException;
import java.util.Set;

/** Writes an event as a body that {@code EnvelopeReader} reads as the same event. */
final class EnvelopeWriter {
    private EnvelopeWriter() {}

    static byte[] write(Event event) {
        JsonWriter json = new JsonWriter().open().name("event").text(event.name());
        writeAudience(json, event.audience());
        if (event.ephemeral() != EventRules.ephemeralUnlessStated(event.name())) {
            json.name("ephemeral").bool(event.ephemeral());
        }
        json.name("data").json(event.data()).close();
        if (json.size() > EventRules.MOST_BYTES) {
            throw new RefusedEventException("Publish an event whose body has at most " + EventRules.MOST_BYTES
                    + " bytes, not " + json.size() + ".");
        }
        return json.bytes();
    }

    private static void writeAudience(JsonWriter json, Audience audience) {
        if (audience instanceof Audience.Guilds guilds) {
            if (guilds.ids().size() == 1) {
                json.name("guildId").text(guilds.ids().iterator().next());
            } else {
                json.name("guildIds").texts(guilds.ids());
            }
            writeExcept(json, guilds.exceptUsers());
        } else if (audience instanceof Audience.Users users) {
            json.name("userIds").texts(users.ids());
        } else {
            json.name("everyone").bool(true);
            writeExcept(json, ((Audience.Everyone) audience).exceptUsers());
        }
    }

    private static void writeExcept(JsonWriter json, Set<String> users) {
        if (!users.isEmpty()) {
            json.name("exceptUserIds").texts(users);
        }
    }
}
