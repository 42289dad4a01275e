package io.wsgateway.sync.redis;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.sync.redis.testkit.RedisServer;
import io.wsgateway.testkit.FaultProxy;
import io.wsgateway.testkit.SharedClusterBusContract;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisClusterBusIT extends SharedClusterBusContract {
    private static final String PASSWORD = "s3cret-of-the-log";
    private static RedisServer server;

    private FaultProxy proxy;

    @BeforeAll
    static void startServer() {
        server = RedisServer.running();
        server.run(
                "ACL", "SETUSER", "gateway", "on", ">" + PASSWORD, "~gw:*", "&gw:*", "+@all", "-@dangerous", "+info");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Override
    protected ClusterBus open(String nodeId) {
        server.run("FLUSHALL");
        proxy = new FaultProxy(server.port());
        return new RedisClusterBus(RedisConfig.at(withPassword(RedisServer.uri(proxy.port())), nodeId));
    }

    @Override
    protected ClusterBus openPeer(String nodeId) {
        return new RedisClusterBus(RedisConfig.at(server.uri(), nodeId));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(PASSWORD);
    }

    @Override
    protected void loseNextAnswer() {
        proxy.loseAnswerTo("\r\n7\r\n$7\r\ngw:meta"); // seven keys: an append to a partition
    }

    @Override
    protected void forgetWindow() {
        server.run("XTRIM", "gw:log", "MAXLEN", "0");
        server.run("XTRIM", "gw:index", "MAXLEN", "0");
    }

    @Override
    protected void loseEntries() {
        server.run("FLUSHALL");
    }

    private static URI withPassword(URI uri) {
        return URI.create(uri.toString().replace("redis://", "redis://gateway:" + PASSWORD + "@"));
    }
}
