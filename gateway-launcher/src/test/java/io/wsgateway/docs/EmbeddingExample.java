package io.wsgateway.docs;

// [imports]
import io.wsgateway.Gateway;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import io.wsgateway.transport.tyrus.TyrusConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
// [/imports]

// [embedding]
record EmbeddingExample(Gateway gateway) {
    static EmbeddingExample start(int port, byte[] secret) throws IOException {
        Gateway gateway = Gateway.builder()
                .transport(new TyrusTransport(TyrusConfig.at("127.0.0.1", port)))
                .tokenVerifier(JwtVerifier.hs256(secret, JwtConfig.defaults()))
                .build();
        gateway.start();
        return new EmbeddingExample(gateway);
    }

    CompletionStage<Void> post(String guildId, String json) {
        return gateway.publish(Event.toGuild(guildId, "message.create", Payload.of(json)));
    }
}
// [/embedding]
