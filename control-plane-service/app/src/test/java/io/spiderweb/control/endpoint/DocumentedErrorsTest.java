package io.spiderweb.control.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.guide.OperationGuide;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an operation is seen to be refused with is what its guide tells. */
class DocumentedErrorsTest {

    @Test
    void everyErrorOfTheTableOfOperationsIsInTheGuide() throws Exception {
        int compared = 0;
        try (InputStream rows = DocumentedErrorsTest.class.getResourceAsStream("/operations/rows.txt")) {
            for (String line : new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] columns = line.split("\\s*\\|\\s*", 4);
                Optional<ControlOperation> operation = columns.length < 4 || columns[3].equals("ok")
                        ? Optional.empty()
                        : ControlOperation.ofType("control." + columns[1]);
                if (operation.isPresent()) {
                    Set<ErrorCode> told = new HashSet<>(OperationGuide.ERRORS_OF_ANY);
                    told.addAll(OperationGuide.of(operation.get()).errors());
                    assertThat(told.stream().map(ErrorCode::wireName)).as(line).contains(columns[3]);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
    }
}
