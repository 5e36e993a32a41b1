package io.spiderweb.stack;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which part may know which ({@code docs/architecture.md}): shared-protocol, then engines, then applications. */
class ArchitectureTest {

    private static final Path TOP = Checkout.find().top();

    /** Applications by their package; none may use another, they talk over the wire. */
    private static final Map<String, String> APPLICATIONS = Map.of(
            "gateway", "io.spiderweb.gateway..",
            "control plane", "io.spiderweb.control..",
            "node", "io.spiderweb.node.app..",
            "mount", "io.spiderweb.mount.app..");

    private static final String[] SHARED = {
        "io.spiderweb.wire..",
        "io.spiderweb.transport..",
        "io.spiderweb.store..",
        "io.spiderweb.linux..",
        "io.spiderweb.service.."
    };

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() throws IOException {
        try (Stream<Path> found = Files.walk(TOP, 4)) {
            List<Path> roots =
                    found.filter(path -> path.endsWith("target/classes")).toList();
            assertThat(roots).as("compiled modules below " + TOP).hasSizeGreaterThan(10);
            classes = new ClassFileImporter().importPaths(roots);
        }
    }

    @Test
    void noApplicationKnowsAnother() {
        APPLICATIONS.forEach((name, own) -> noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APPLICATIONS.values().stream()
                        .filter(other -> !other.equals(own))
                        .toArray(String[]::new))
                .because("applications talk over the wire")
                .check(classes));
    }

    @Test
    void enginesStandWithoutAFramework() {
        noClasses()
                .that(resideInAnyPackage("io.spiderweb.node..", "io.spiderweb.mount..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                resideInAnyPackage("io.spiderweb.node.app..", "io.spiderweb.mount.app.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "picocli..", "io.micrometer..")
                .because("engines are what others embed")
                .check(classes);
    }

    @Test
    void whatIsSharedKnowsNobodyWhoSharesIt() {
        noClasses()
                .that(resideInAnyPackage(SHARED))
                .should()
                .dependOnClassesThat(resideInAPackage("io.spiderweb..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(SHARED))))
                .check(classes);
    }

    @Test
    void theWireIsPlainJavaAndJackson() {
        classes()
                .that()
                .resideInAPackage("io.spiderweb.wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.spiderweb.wire..", "java..", "javax.crypto..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void transportStoreAndLinuxStandWithoutAFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("io.spiderweb.transport..", "io.spiderweb.store..", "io.spiderweb.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..")
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatLivesInIt() throws IOException {
        try (Stream<Path> found = Files.walk(TOP)) {
            List<Path> silent = found.filter(path -> path.toString().contains("/src/main/java/io/spiderweb/"))
                    .filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(dir -> !Files.exists(dir.resolve("package-info.java")))
                    .map(TOP::relativize)
                    .toList();
            assertThat(silent).isEmpty();
        }
    }
}
