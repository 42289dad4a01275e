package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayConfig;
import jakarta.websocket.ContainerProvider;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "chat.ws.port=0",
            "chat.jwt.secret=thirty-two bytes, or a few more of them",
            "spring.lifecycle.timeout-per-shutdown-phase=40s"
        })
class ChatTest {
    @Autowired
    private TestRestTemplate http;

    @Autowired
    private Gateway gateway;

    @Test
    void aRefusedEventIsA400ThatNamesTheField() {
        assertThat(post("/messages?guildId=general", "{}").getStatusCode().value()).isEqualTo(200);
        ResponseEntity<String> withoutGuild = post("/messages", "{}");
        assertThat(withoutGuild.getStatusCode().value()).isEqualTo(400);
        assertThat(withoutGuild.getBody()).contains("guildId");
        ResponseEntity<String> noObject = post("/messages?guildId=general", "[]");
        assertThat(noObject.getStatusCode().value()).isEqualTo(400);
        assertThat(noObject.getBody()).contains("Send data that is a JSON object.");
    }

    private ResponseEntity<String> post(String path, String data) {
        return http.postForEntity(path, data, String.class);
    }

    @Test
    void webSocketClientsOfTheApplicationAreTomcats() {
        assertThat(ContainerProvider.getWebSocketContainer().getClass().getName()).startsWith("org.apache.tomcat.");
    }

    @Test
    void aPhaseThatIsTooShortForTheDrainEndsTheStart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new GatewayLifecycle(gateway, GatewayConfig.defaults(), Duration.ofSeconds(30)))
                .withMessageContaining("more than 35s");
    }
}
