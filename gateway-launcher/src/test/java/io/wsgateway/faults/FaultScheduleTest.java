package io.wsgateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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
                        "beyond the window");
    }

    private static List<String> names(long seed) {
        FaultSchedule schedule = new FaultSchedule(seed, 3, true);
        return IntStream.range(0, 500).mapToObj(i -> schedule.next().toString()).toList();
    }
}
