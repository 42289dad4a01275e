package io.wsgateway.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final FakeDescriptors descriptors = new FakeDescriptors(1_000, 0);

    private Admission admission(int connections, int perAddress, int perSecond) {
        return new Admission(
                new Capacity(connections, descriptors, open, open::get, now::get),
                new HandshakeRates(perSecond, now::get),
                new AddressCounts(perAddress),
                new RefusalLog(now::get));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static ConnectionPermit admit(Admission admission, String from) {
        try {
            return admission.admit(address(from));
        } catch (RefusedRequest e) {
            throw new AssertionError(e);
        }
    }

    private static void refuses(Admission admission, String from, int status, String retryAfter) {
        assertThatExceptionOfType(RefusedRequest.class)
                .isThrownBy(() -> admission.admit(address(from)))
                .satisfies(e -> {
                    assertThat(e.answer().status()).isEqualTo(status);
                    assertThat(e.answer().headers()).containsEntry("Retry-After", retryAfter);
                });
    }

    @Test
    void beyondAllConnectionsItIs503AndCountsAgainstNobody() {
        Admission admission = admission(2, 2, 1);
        ConnectionPermit first = admit(admission, "192.0.2.1");
        admit(admission, "192.0.2.2");
        for (int i = 0; i < 10; i++) {
            refuses(admission, "192.0.2.3", 503, "5");
            refuses(admission, "192.0.2.1", 503, "5");
        }
        first.release();
        admit(admission, "192.0.2.3");
    }

    @Test
    void beyondThoseOfItsAddressItIs429AndTakesNoPlace() {
        Admission admission = admission(0, 2, 0);
        ConnectionPermit first = admit(admission, "192.0.2.1");
        admit(admission, "192.0.2.1");
        for (int i = 0; i < 2_000; i++) {
            refuses(admission, "192.0.2.1", 429, "5");
        }
        assertThat(open).hasValue(2);
        admit(admission, "192.0.2.2");
        first.release();
        first.release();
        admit(admission, "192.0.2.1");
        refuses(admission, "192.0.2.1", 429, "5");
        assertThat(open).hasValue(3);
    }

    @Test
    void tooFastIs429WithTheTimeToWaitAndTakesNoPlace() {
        Admission admission = admission(0, 0, 1);
        admit(admission, "192.0.2.1").release();
        admit(admission, "192.0.2.1").release();
        refuses(admission, "192.0.2.1", 429, "1");
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        refuses(admission, "192.0.2.1", 429, "1");
        assertThat(open).hasValue(0);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        admit(admission, "192.0.2.1");
    }

    @Test
    void whatIsRefusedForOneReasonTakesNothingOfTheOther() {
        Admission admission = admission(0, 1, 1);
        ConnectionPermit first = admit(admission, "192.0.2.1");
        for (int i = 0; i < 10; i++) {
            refuses(admission, "192.0.2.1", 429, "5");
        }
        first.release();
        admit(admission, "192.0.2.1").release();
        for (int i = 0; i < 10; i++) {
            refuses(admission, "192.0.2.1", 429, "1");
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        admit(admission, "192.0.2.1");
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        Admission admission = admission(0, 1, 0);
        admit(admission, "2001:db8::1");
        refuses(admission, "2001:db8::2", 429, "5");
        admit(admission, "2001:db8:0:1::1");
        admit(admission, "::ffff:192.0.2.1");
        refuses(admission, "192.0.2.1", 429, "5");
    }

    @Test
    void withoutLimitsOneAddressMayHaveAll() {
        Admission admission = admission(0, 0, 0);
        for (int i = 0; i < 936; i++) {
            admit(admission, "192.0.2.1");
        }
        refuses(admission, "192.0.2.2", 503, "5");
    }
}
