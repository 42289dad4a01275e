// [contract]
package io.wsgateway.docs;

import io.wsgateway.spi.Transport;
import io.wsgateway.testkit.TestClient;
import io.wsgateway.testkit.TransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;

class LineTransportTest extends TransportContract {
    @Override
    protected Transport create() {
        try {
            return new LineTransport();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected TestClient connect(Transport transport) throws IOException {
        return new LineCaller(transport.address().orElseThrow());
    }
}
// [/contract]
