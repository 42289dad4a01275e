package io.wsgateway.launcher.http;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsgateway.testkit.FreePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that come before, while and after their request is suspended: each leaves, once, in order. */
class AnswerRaceIT {
    private static final Route.Gate NO_GATE = request -> Optional.empty();
    private static final int CONNECTIONS = 6;
    private static final int ROUNDS = 2_000;
    private static final int AT_ONCE = 3;

    private final ExecutorService others = Executors.newFixedThreadPool(2);
    private HttpEndpoints endpoints;
    private int port;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.next();
        List<Route> routes = List.of(
                Route.post("/any", NO_GATE, (request, body) -> atAnyTime(echo(body))),
                Route.post("/as", NO_GATE, (request, body) -> new AsItIsAsked(echo(body))));
        endpoints = new HttpEndpoints(
                new HttpConfig("127.0.0.1", port, 100), workers -> routes, HttpTimeouts.USUAL, () -> true);
        endpoints.start();
    }

    @AfterEach
    void stop() {
        endpoints.close();
        others.shutdownNow();
    }

    @Test
    void anAnswerThatComesWhileItsRequestIsBeingSuspendedIsSent() throws Exception {
        try (HttpTalk talk = new HttpTalk(port)) {
            for (int n = 0; n < 200; n++) {
                talk.send(HttpTalk.whole("/as", "n" + n));
                assertThat(talk.answer()).isEqualTo("n" + n);
            }
        }
    }

    @Test
    void manyRequestsSentAtOnceAreAnsweredHoweverEarlyTheAnswersCome() throws Exception {
        int many = 3_000;
        try (HttpTalk talk = new HttpTalk(port)) {
            StringBuilder all = new StringBuilder();
            for (int n = 0; n < many; n++) {
                all.append(HttpTalk.whole("/as", "n" + n));
            }
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> talk.send(all.toString()), others);
            for (int n = 0; n < many; n++) {
                assertThat(talk.answer()).isEqualTo("n" + n);
            }
            sent.join();
        }
    }

    @Test
    void bodiesInEveryFormAreAnsweredOnceAndInOrderOnConnectionsThatStay() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("AnswerRaceIT seed " + seed);
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                Random random = new Random(seed + c);
                String name = "c" + c + "-";
                all.add(CompletableFuture.runAsync(() -> converse(name, random), clients));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            clients.shutdownNow();
        }
    }

    private void converse(String name, Random random) {
        try (HttpTalk talk = new HttpTalk(port)) {
            for (int round = 0; round < ROUNDS; round++) {
                int requests = 1 + random.nextInt(AT_ONCE);
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < requests; i++) {
                    String body = name + round + "." + i;
                    text.append(random.nextBoolean() ? HttpTalk.whole("/any", body) : HttpTalk.chunked("/any", body));
                }
                // In one piece or two, cut anywhere: in a head, a body, or between requests.
                int cut = random.nextBoolean() ? 0 : random.nextInt(text.length());
                talk.send(text.substring(0, cut));
                talk.send(text.substring(cut));
                for (int i = 0; i < requests; i++) {
                    assertThat(talk.answer()).isEqualTo(name + round + "." + i);
                }
            }
        }
    }

    private CompletionStage<Response> atAnyTime(Response response) {
        int spins = ThreadLocalRandom.current().nextInt(5_000);
        if (spins < 500) {
            return completedFuture(response);
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        others.execute(() -> {
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            answer.complete(response);
        });
        // Gives the other thread its turn now and then, as a busy machine does.
        if (spins % 5 == 0) {
            Thread.yield();
        }
        return answer;
    }

    private static Response echo(byte[] body) {
        return Response.of(200, "text/plain", body);
    }

    /** Says that it isn't done, and is by the time the word has got through. */
    private static final class AsItIsAsked extends CompletableFuture<Response> {
        private final Response response;

        AsItIsAsked(Response response) {
            this.response = response;
        }

        @Override
        public <U> CompletableFuture<U> handle(BiFunction<? super Response, Throwable, ? extends U> then) {
            CompletableFuture<Response> source = new CompletableFuture<>();
            return new Late<>(source.handle(then), () -> source.complete(response));
        }
    }

    private static final class Late<T> extends CompletableFuture<T> {
        private final Runnable finish;

        Late(CompletableFuture<T> source, Runnable finish) {
            this.finish = finish;
            source.thenAccept(this::complete);
        }

        @Override
        public CompletableFuture<T> toCompletableFuture() {
            return this;
        }

        @Override
        public boolean isDone() {
            boolean done = super.isDone();
            finish.run();
            return done;
        }
    }
}
