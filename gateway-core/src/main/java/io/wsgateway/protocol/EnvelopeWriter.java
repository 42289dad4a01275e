package io.wsgateway.protocol;

import io.wsgateway.internal.json.JsonWriter;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.RefusedEventException;

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
        String onlyGuild = audience.onlyGuild();
        if (onlyGuild != null) {
            json.name("guildId").text(onlyGuild);
        } else {
            switch (audience.kind()) {
                case GUILDS -> json.name("guildIds").texts(audience.ids());
                case USERS -> json.name("userIds").texts(audience.ids());
                case EVERYONE -> json.name("everyone").bool(true);
            }
        }
        if (!audience.exceptUsers().isEmpty()) {
            json.name("exceptUserIds").texts(audience.exceptUsers());
        }
    }
}
