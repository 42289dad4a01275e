package io.wsgateway.launcher.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.launcher.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The gateway in a process whose heap can be filled: each line on its standard input is a number of milliseconds, for which
 * everything that is free, or becomes free, is taken.
 */
public final class Ballast implements Runnable {
    private static final int LARGEST = 1 << 20;
    /** What isn't taken, by turns: where large things fail and small ones don't, it is others that fail. */
    private static final int[] SMALLEST = {4096, 64, 512};

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** What is held: each block leads to the one before. */
    private @Nullable Object @Nullable [] held;

    private int fills;

    private Ballast() {}

    public static void main(String[] args) throws InterruptedException {
        Thread thread = new Thread(new Ballast(), "ballast");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
        Main.main(args);
    }

    @Override
    public void run() {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        boolean open = true;
        while (open) {
            try {
                String line = lines.readLine();
                open = line != null;
                if (line != null) {
                    fill(Long.parseLong(line));
                }
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                held = null;
            }
        }
    }

    private void fill(long millis) {
        int smallest = SMALLEST[fills++ % SMALLEST.length];
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            for (int size = LARGEST; size >= smallest && System.nanoTime() - end < 0; size /= 4) {
                take(size, end);
            }
            LockSupport.parkNanos(PAUSE);
        }
        held = null;
    }

    private void take(int size, long end) {
        try {
            while (System.nanoTime() - end < 0) {
                @Nullable Object[] block = new @Nullable Object[size / 4];
                block[0] = held;
                held = block;
            }
        } catch (OutOfMemoryError full) {
            // So it is.
        }
    }
}
