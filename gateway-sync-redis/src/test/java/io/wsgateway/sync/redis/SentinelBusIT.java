package io.wsgateway.sync.redis;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.sync.redis.testkit.RedisSentinels;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.SharedClusterBusContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract with a replica that is waited for, and a sentinel that is asked. */
class SentinelBusIT extends SharedClusterBusContract {
    private static RedisServer server;
    private static RedisServer replica;
    private static FaultProxy proxy;
    private static RedisSentinels sentinels;

    @BeforeAll
    static void startServers() {
        server = RedisServer.running();
        replica = RedisServer.replicaOf(server);
        proxy = new FaultProxy(server.port());
        sentinels = RedisSentinels.running(1, proxy.port(), 1);
    }

    @AfterAll
    static void stopServers() {
        sentinels.close();
        proxy.close();
        replica.close();
        server.close();
    }

    @Override
    protected ClusterBus open(String nodeId) {
        server.run("FLUSHALL");
        return new RedisClusterBus(RedisConfig.at(sentinels.uri(), nodeId));
    }

    @Override
    protected ClusterBus openPeer(String nodeId) {
        return new RedisClusterBus(RedisConfig.at(sentinels.uri(), nodeId));
    }

    @Override
    protected void loseNextAnswer() {
        proxy.loseAnswerTo("gw:part:");
    }

    @Override
    protected void forgetWindow() {
        server.run("DEL", "gw:log", "gw:index");
    }

    @Override
    protected void loseEntries() {
        server.run("FLUSHALL");
    }
}
