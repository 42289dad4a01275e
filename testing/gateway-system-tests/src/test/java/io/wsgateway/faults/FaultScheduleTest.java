package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
    @Test
    void sameSeedBringsTheSameFaults() {
        assertThat(names(7)).isEqualTo(names(7)).isNotEqualTo(names(8));
    }

    @Test
    void everyKindOfFaultComes() {
        assertThat(String.join("\n", names(1)))
                .contains(
                        "is killed",
                        "freezes",
                        "is restarted",
                        "RabbitMQ is killed",
                        "closes all",
                        "memory alarm",
                        "Redis is killed",
                        "hangs",
                        "drops subscribers",
                        "drops all",
                        "returns empty",
                        "loses its link",
                        "network to Redis is cut",
                        "network to RabbitMQ is a black hole",
                        "network to clients is open at its own end only",
                        "is late",
                        "is narrow",
                        "is reset",
                        "instance 0's heap is full for 30 s",
                        "instance 2's heap is full for 30 s",
                        "heap is full for 1",
                        "freezes for 70 s",
                        "the exchange gateway.events is deleted",
                        "the exchange gateway.events.hash is deleted",
                        "both exchanges are deleted",
                        "gateway.events.hash is unbound",
                        "the exchange gateway.dead is deleted",
                        "the queue gateway.dead is deleted",
                        "partition 0's queue is deleted",
                        "partition 7's queue is deleted",
                        "the last partition is unbound",
                        "all partitions are unbound",
                        "beyond the window");
    }

    @Test
    void pausesLastFiveToSeventySeconds() {
        assertThat(faults(3).filter(fault -> fault.name().endsWith("freezes")))
                .extracting(fault -> fault.lasts().toSeconds())
                .filteredOn(seconds -> seconds < 300)
                .contains(5L, 70L)
                .allMatch(seconds -> seconds >= 5 && seconds <= 70);
    }

    @Test
    void onlyAFullHeapMayEndAProcess() {
        assertThat(faults(3).filter(Fault::endsProcess))
                .isNotEmpty()
                .allMatch(fault -> fault.name().endsWith("heap is full"));
    }

    private static List<String> names(long seed) {
        return faults(seed).map(Fault::toString).toList();
    }

    private static Stream<Fault> faults(long seed) {
        FaultSchedule schedule = new FaultSchedule(seed, 3, true);
        return Stream.generate(schedule::next).limit(2_000);
    }
}
