package io.wsgateway.protocol;

import java.util.Arrays;
import java.util.Random;

/** Bytes that are nearly right. */
public final class Mutations {
    private Mutations() {}

    /** A copy with one to three bytes changed, put in, taken out or cut off. */
    public static byte[] of(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            mutant = once(mutant, random);
        }
        return mutant;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        switch (random.nextInt(bytes.length == 0 ? 1 : 6)) {
            case 0:
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                longer[at] = (byte) random.nextInt(0x100);
                return longer;
            case 1:
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
                return shorter;
            case 2:
                return Arrays.copyOf(bytes, at);
            case 3:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            case 4:
                bytes[at] = bytes[random.nextInt(bytes.length)];
                return bytes;
            default:
                bytes[at] = (byte) random.nextInt(0x100);
                return bytes;
        }
    }
}
