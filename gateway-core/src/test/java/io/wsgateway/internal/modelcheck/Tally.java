package io.wsgateway.internal.modelcheck;

/** What runs did, in numbers. */
final class Tally {
    long entries;
    long connections;
    long resumes;
    long delivered;
    long dismissed;

    @Override
    public String toString() {
        return entries + " entries, " + connections + " connections, " + resumes + " resumes, " + delivered
                + " deliveries, " + dismissed + " dismissals";
    }
}
