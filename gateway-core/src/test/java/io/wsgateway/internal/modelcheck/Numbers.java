package io.wsgateway.internal.modelcheck;

import java.util.Arrays;

/** A growing row of ascending numbers. One writer, any readers. */
final class Numbers {
    static final Numbers NONE = new Numbers();

    private volatile int[] cells = new int[4];
    private volatile int size;

    /** Writer only. */
    void add(int number) {
        int n = size;
        if (n == cells.length) {
            cells = Arrays.copyOf(cells, n * 2);
        }
        cells[n] = number;
        size = n + 1;
    }

    /** The first one beyond a number; {@link Integer#MAX_VALUE} where there is none. */
    int firstBeyond(int number) {
        int n = size;
        int i = behind(number, n);
        return i < n ? cells[i] : Integer.MAX_VALUE;
    }

    /** The last one that isn't beyond a number; 0 where there is none. */
    int lastUpTo(int number) {
        int i = behind(number, size);
        return i == 0 ? 0 : cells[i - 1];
    }

    private int behind(int number, int n) {
        int found = Arrays.binarySearch(cells, 0, n, number);
        return found < 0 ? -found - 1 : found + 1;
    }
}
