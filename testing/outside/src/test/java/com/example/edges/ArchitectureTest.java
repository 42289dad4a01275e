package com.example.edges;

import io.wsgateway.testkit.EdgeArrows;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void edgeKeepsToItsArrows() {
        EdgeArrows.check("io.wsgateway.auth", "com.nimbusds..", "com.fasterxml.jackson.core..");
    }
}
