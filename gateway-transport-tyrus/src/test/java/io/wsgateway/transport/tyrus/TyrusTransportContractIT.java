package io.wsgateway.transport.tyrus;

import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.FreePort;
import io.wsgateway.testkit.TestClient;
import io.wsgateway.testkit.TransportContract;
import java.io.IOException;

class TyrusTransportContractIT extends TransportContract {
    @Override
    protected Transport create() {
        return new TyrusTransport(TyrusConfig.at("127.0.0.1", FreePort.next()));
    }

    @Override
    protected TestClient connect(Transport transport) throws IOException {
        return new RawClient(transport.address().orElseThrow());
    }
}
