package io.wsgateway;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.wsgateway.auth.JwtConfig;
import io.wsgateway.auth.JwtVerifier;
import io.wsgateway.model.Event;
import io.wsgateway.model.Membership;
import io.wsgateway.model.Payload;
import io.wsgateway.spi.GatewayMetrics;
import io.wsgateway.spi.GuildAccess;
import io.wsgateway.testkit.InMemoryClient;
import io.wsgateway.testkit.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final String SUBSCRIBE = "{\"op\":\"GUILD_SUBSCRIBE\",\"data\":{\"guildId\":\"red\"},\"id\":1}";

    private final FakeParts parts = new FakeParts();
    private Gateway gateway = parts.builder().build();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void builderNamesEveryMissingPartAtOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Gateway.builder().build())
                .withMessageContaining("transport(...)")
                .withMessageContaining("tokenVerifier(...)");
        assertThatIllegalStateException()
                .isThrownBy(() -> Gateway.builder().transport(parts.transport).build())
                .withMessageContaining("tokenVerifier(...)")
                .withMessageNotContaining("transport(...)");
    }

    @Test
    void tokensThatOutliveWhatIsKnownOfTheirUsersAreRefusedBeforeTheStart() {
        GatewayBuilder week = Gateway.builder()
                .transport(parts.transport)
                .tokenVerifier(
                        JwtVerifier.hs256(new byte[32], JwtConfig.defaults().withMaxLife(Duration.ofDays(7))));
        assertThatIllegalStateException()
                .isThrownBy(week::build)
                .withMessageContaining("JwtConfig.maxLife")
                .withMessageContaining("GatewayConfig.maxTokenLife")
                .withMessageContaining("PT168H");

        week.config(GatewayConfig.defaults().withMaxTokenLife(Duration.ofDays(7)));
        week.build().close();
    }

    @Test
    void changesThatAreForgottenBeforeATokenEndsAreRefusedBeforeTheStart() {
        parts.bus.keepsChangesFor = Optional.of(Duration.ofHours(24));
        assertThatIllegalStateException()
                .isThrownBy(parts.builder()::build)
                .withMessageContaining("RedisConfig.withMaxTokenLife")
                .withMessageContaining("GatewayConfig.maxTokenLife");

        parts.bus.keepsChangesFor = Optional.of(Duration.ofHours(24).plusSeconds(90));
        parts.builder().build().close();
    }

    @Test
    void whoeverSaysWhatTheRightsAreATokenThatOutlivesItsRevocationIsRefusedBeforeTheStart() {
        for (GuildAccess access : List.of(GuildAccess.OPEN, user -> completedFuture(user.claimed()))) {
            GatewayBuilder week = Gateway.builder()
                    .transport(parts.transport)
                    .guildAccess(access)
                    .tokenVerifier(
                            JwtVerifier.hs256(new byte[32], JwtConfig.defaults().withMaxLife(Duration.ofDays(7))));
            assertThatIllegalStateException().isThrownBy(week::build).withMessageContaining("A revoked token");
        }
    }

    @Test
    void transportAndVerifierAreAllThatIsNeeded() throws IOException {
        InMemoryTransport transport = new InMemoryTransport();
        try (Gateway alone = Gateway.builder()
                .transport(transport)
                .tokenVerifier(parts.verifier)
                .build()) {
            alone.start();
            assertThat(alone.state()).isEqualTo(GatewayState.READY);
            assertThat(alone.components()).containsOnlyKeys("transport", "bus", "verifier", "gateway");
            assertThat(alone.health().up()).isTrue();
        }
    }

    @Test
    void nothingStartsBeforeStartAndEverythingOnceByIt() throws IOException {
        assertThat(gateway.state()).isEqualTo(GatewayState.NEW);
        assertThat(parts.calls).isEmpty();
        gateway.start();
        assertThat(gateway.state()).isEqualTo(GatewayState.READY);
        assertThat(parts.calls).containsExactly("transport start", "bus start", "source start");

        assertThatIllegalStateException().isThrownBy(gateway::start);
        assertThat(parts.calls).hasSize(3);
    }

    @Test
    void publishedEventsReachWhoSubscribed() throws IOException {
        gateway.start();
        InMemoryClient client = subscribed();
        assertThat(gateway.publish(event(1))).isCompleted();
        assertThat(gateway.publish(event(2))).isCompleted();

        await().untilAsserted(() -> assertThat(client.received()).hasSize(4));
        assertThat(client.received().get(2)).contains("\"data\":{\"n\":1}");
        assertThat(client.received().get(3)).contains("\"data\":{\"n\":2}");
    }

    @Test
    void eventsOfTheSourceReachWhoSubscribed() throws IOException {
        gateway.start();
        InMemoryClient client = subscribed();
        assertThat(parts.source.sink.accept(List.of(event(1)))).isCompleted();
        assertThat(parts.source.sink.instances()).containsExactly("one");
        parts.source.sink.claim("p0").toCompletableFuture().join().append(List.of(event(2)));

        await().untilAsserted(() -> assertThat(client.received()).hasSize(4));
    }

    @Test
    void eventThatBreaksARuleIsRefusedWithWhatIsWrongAndNobodyGetsIt() throws IOException {
        gateway.start();
        InMemoryClient client = subscribed();
        for (Event bad : List.of(
                Event.toGuild("red", "message.create", Payload.of("[]")),
                Event.toGuild("red", "message.create", Payload.of("{\"n\":1")),
                Event.toGuild("red", "", Payload.of("{}")),
                Event.toUsers(Set.of("alice"), "guild.delete", Payload.of("{}")),
                Event.toGuild("red", "guild.create", Payload.of("{\"guildId\":\"red\"}")),
                event(1).withMembership(new Membership(false, "red")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> gateway.publish(bad))
                    .withMessageMatching("[A-Z].+\\.");
        }
        gateway.publish(event(2));

        await().untilAsserted(() -> assertThat(client.received()).hasSize(3));
        assertThat(client.received().get(2)).contains("{\"n\":2}");
    }

    @Test
    void membershipIsReadFromWhatIsPublished() throws IOException {
        gateway.start();
        InMemoryClient client = subscribed();
        gateway.publish(Event.toUsers(Set.of("alice"), "guild.delete", Payload.of("{\"guildId\":\"red\"}")));
        gateway.publish(event(1));
        client.send(SUBSCRIBE);

        await().untilAsserted(() -> assertThat(client.received()).hasSize(4));
        assertThat(client.received().get(2)).contains("guild.delete");
        assertThat(client.received().get(3)).contains("FORBIDDEN");
    }

    @Test
    void eventPublishedTwiceUnderOneIdIsDeliveredOnce() throws IOException {
        gateway.start();
        InMemoryClient client = subscribed();
        gateway.publish(event(1).withId("e"));
        gateway.publish(event(1).withId("e"));
        gateway.publish(event(2));

        await().untilAsserted(() -> assertThat(client.received()).hasSize(4));
        assertThat(client.received().get(3)).contains("{\"n\":2}");
    }

    @Test
    void statsAreIdentifiedConnectionsAndGuildsWithASubscriber() throws IOException {
        gateway.start();
        assertThat(gateway.stats()).isEqualTo(new GatewayStats(0, 0));
        InMemoryClient client = subscribed();
        parts.transport.inner.connect();
        assertThat(gateway.stats()).isEqualTo(new GatewayStats(1, 1));

        client.close();
        await().untilAsserted(() -> assertThat(gateway.stats()).isEqualTo(new GatewayStats(0, 0)));
    }

    @Test
    void metricsThatThrowHinderNothing() throws IOException {
        GatewayMetrics broken = new GatewayMetrics() {
            @Override
            public void count(String name, long by) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void gauge(String name, LongSupplier value) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void time(String name, Duration took) {
                throw new IllegalStateException("broken");
            }
        };
        gateway = Gateway.builder()
                .transport(parts.transport)
                .tokenVerifier(parts.verifier)
                .metrics(broken)
                .build();
        gateway.start();
        InMemoryClient client = subscribed();
        gateway.publish(event(1).withId("e"));
        assertThat(gateway.publish(event(1).withId("e"))).isCompleted();

        await().untilAsserted(() -> assertThat(client.received()).hasSize(3));
    }

    @Test
    void threadsAreNamedAndDaemonAndGoneAfterClose() throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        gateway.start();
        subscribed();
        Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
        gateway.drain();
        ours.addAll(Thread.getAllStackTraces().keySet());
        ours.removeAll(before);
        ours.removeIf(thread -> thread.getName().startsWith("CompletableFuture")
                || thread.getName().startsWith("awaitility")
                || thread.getName().startsWith("Common"));

        assertThat(ours).isNotEmpty().allSatisfy(thread -> {
            assertThat(thread.getName()).startsWith("gateway-");
            assertThat(thread.isDaemon()).isTrue();
        });
        assertThat(ours.stream()
                        .map(thread -> thread.getName().replaceAll("-\\d+$", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "gateway-lane", "gateway-verify", "gateway-drain", "gateway-health", "gateway-clock");

        gateway.close();
        await().untilAsserted(() -> assertThat(ours).noneMatch(Thread::isAlive));
    }

    private InMemoryClient subscribed() throws IOException {
        InMemoryClient client = parts.identified("alice red");
        client.send(SUBSCRIBE);
        await().untilAsserted(() -> assertThat(client.received()).hasSize(2));
        return client;
    }

    private static Event event(int n) {
        return Event.toGuild("red", "message.create", Payload.of("{\"n\":" + n + "}"));
    }
}
