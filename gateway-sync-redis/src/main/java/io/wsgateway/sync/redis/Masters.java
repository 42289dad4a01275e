package io.wsgateway.sync.redis;

import redis.clients.jedis.HostAndPort;

/** Where the master is. Thread-safe; each call blocks for 2 s at most. */
interface Masters extends AutoCloseable {

    /**
     * Where it is now.
     *
     * @throws RedisFailure if nobody says
     */
    HostAndPort find();

    /**
     * Makes sure, for what is acknowledged without a second copy, that no other server has become the master in the last
     * second.
     *
     * @throws RedisFailure if that can't be had
     */
    void confirmLeadership(HostAndPort master);

    /** Whether another server may take over. */
    boolean mayChange();

    /** What a failure of this master is told with, in front of the reason. */
    String name(HostAndPort master);

    @Override
    void close();
}
