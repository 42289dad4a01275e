package io.wsgateway.auth;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes in a response body up to a size; a longer one is an error, and no more of it is read. */
final class CappedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final int max;
    private long received;
    private @Nullable Subscription subscription;

    CappedBody(int max) {
        this.max = max;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Subscription source) {
        subscription = source;
        bytes.onSubscribe(source);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        if (received > max) {
            return;
        }
        received += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received <= max) {
            bytes.onNext(part);
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        bytes.onError(new IOException("the answer is longer than " + max + " bytes"));
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
