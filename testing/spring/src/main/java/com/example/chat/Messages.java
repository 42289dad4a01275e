package com.example.chat;

import io.wsgateway.Gateway;
import io.wsgateway.model.Event;
import io.wsgateway.model.Payload;
import java.util.concurrent.CompletionStage;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Messages {
    private final Gateway gateway;

    Messages(Gateway gateway) {
        this.gateway = gateway;
    }

    @PostMapping("/messages")
    CompletionStage<Void> post(@RequestParam(required = false) String guildId, @RequestBody String data) {
        return gateway.publish(Event.toGuild(guildId, "message.create", Payload.of(data)));
    }
}
