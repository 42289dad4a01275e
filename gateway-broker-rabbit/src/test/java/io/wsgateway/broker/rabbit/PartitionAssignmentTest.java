package io.wsgateway.broker.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionAssignmentTest {
    private static final List<String> PARTITIONS =
            IntStream.range(0, 8).mapToObj(i -> "p" + i).toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 12})
    void everyPartitionHasAnOwnerAndNobodyHasMoreThanAnEvenShare(int instances) {
        int most = (8 + instances - 1) / instances;
        for (int names = 0; names < 200; names++) {
            Map<String, String> owners = PartitionAssignment.of(PARTITIONS, nodes(instances, names));
            assertThat(owners).containsOnlyKeys(PARTITIONS);
            for (String owner : owners.values()) {
                assertThat(Collections.frequency(owners.values(), owner)).isLessThanOrEqualTo(most);
            }
        }
    }

    @Test
    void similarNamesGetDifferentPartitions() {
        Set<Map<String, String>> spreads = IntStream.range(0, 50)
                .mapToObj(i -> PartitionAssignment.of(PARTITIONS, Set.of("node-" + i, "other")))
                .map(owners -> owners.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().equals("other") ? "other" : "node")))
                .collect(Collectors.toSet());
        assertThat(spreads).hasSizeGreaterThan(15);
    }

    @Test
    void aFourthInstanceMovesFewPartitionsOfThree() {
        int moved = 0;
        for (int names = 0; names < 100; names++) {
            Map<String, String> three = PartitionAssignment.of(PARTITIONS, nodes(3, names));
            Map<String, String> four = PartitionAssignment.of(PARTITIONS, nodes(4, names));
            moved += (int) PARTITIONS.stream()
                    .filter(p -> !String.valueOf(three.get(p)).equals(four.get(p)))
                    .count();
        }
        assertThat(moved / 100.0).isLessThan(4);
    }

    private static Set<String> nodes(int count, int names) {
        return IntStream.range(0, count).mapToObj(i -> names + "-" + i).collect(Collectors.toSet());
    }
}
