package com.example.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.Gateway;
import io.wsgateway.GatewayConfig;
import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.transport.tyrus.TyrusConfig;
import io.wsgateway.transport.tyrus.TyrusTransport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GatewayBeans {
    @Bean
    GatewayConfig gatewayConfig() {
        return GatewayConfig.defaults();
    }

    @Bean(destroyMethod = "close")
    Gateway gateway(
            GatewayConfig config, @Value("${chat.ws.port}") int port, @Value("${chat.jwt.secret}") String secret) {
        return Gateway.builder()
                .transport(new TyrusTransport(TyrusConfig.at("127.0.0.1", port)))
                .tokenVerifier(JwtVerifier.hs256(secret.getBytes(UTF_8), JwtConfig.defaults()))
                .config(config)
                .build();
    }
}
