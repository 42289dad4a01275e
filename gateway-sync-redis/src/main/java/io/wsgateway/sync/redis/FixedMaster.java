package io.wsgateway.sync.redis;

import redis.clients.jedis.HostAndPort;

/** A server that is the master as long as it says so itself. */
record FixedMaster(HostAndPort find) implements Masters {
    @Override
    public void confirmLeadership(HostAndPort master) {}

    @Override
    public boolean mayChange() {
        return false;
    }

    @Override
    public String name(HostAndPort master) {
        return "";
    }

    @Override
    public void close() {}
}
