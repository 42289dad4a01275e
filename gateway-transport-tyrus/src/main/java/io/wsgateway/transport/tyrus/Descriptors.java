package io.wsgateway.transport.tyrus;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The process's file descriptors, as far as the system tells of them. Any thread. */
interface Descriptors {

    /** How many there may be; {@link Long#MAX_VALUE} where nobody can tell. */
    long most();

    /** How many are open now; takes some 0.3 µs for each. */
    long open();

    /** Those of this process. */
    static Descriptors ofProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            return new Descriptors() {
                @Override
                public long most() {
                    return unix.getMaxFileDescriptorCount();
                }

                @Override
                public long open() {
                    return unix.getOpenFileDescriptorCount();
                }
            };
        }
        return new Descriptors() {
            @Override
            public long most() {
                return Long.MAX_VALUE;
            }

            @Override
            public long open() {
                return 0;
            }
        };
    }
}
