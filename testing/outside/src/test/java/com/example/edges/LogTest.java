package com.example.edges;

import io.wsgateway.spi.ClusterBus;
import io.wsgateway.testkit.InMemoryLog;
import io.wsgateway.testkit.SharedClusterBusContract;
import java.time.InstantSource;

class LogTest extends SharedClusterBusContract {
    private final InMemoryLog log = new InMemoryLog(InstantSource.system());

    @Override
    protected ClusterBus open(String nodeId) {
        return log.bus(nodeId);
    }

    @Override
    protected ClusterBus openPeer(String nodeId) {
        return log.bus(nodeId);
    }

    @Override
    protected void loseNextAnswer() {
        log.loseNextAnswer();
    }

    @Override
    protected void forgetWindow() {
        log.forgetWindow();
    }

    @Override
    protected void loseEntries() {
        log.breakOff();
    }
}
