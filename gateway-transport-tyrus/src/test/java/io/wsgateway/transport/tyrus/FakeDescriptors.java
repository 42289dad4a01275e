package io.wsgateway.transport.tyrus;

/** A process with few file descriptors. */
final class FakeDescriptors implements Descriptors {
    volatile long most;
    volatile long open;
    volatile int counts;
    Runnable onCount = () -> {};

    FakeDescriptors(long most, long open) {
        this.most = most;
        this.open = open;
    }

    @Override
    public long most() {
        return most;
    }

    @Override
    public long open() {
        counts++;
        onCount.run();
        return open;
    }
}
