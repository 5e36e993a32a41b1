package io.spiderweb.service.launch;

import io.quarkus.bootstrap.app.AugmentResult;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import io.quarkus.paths.PathList;
import java.nio.file.Path;

/** Builds the sample service as the Quarkus Maven plugin would build a real one. */
final class SampleBuild {

    private static final Path MODULE = Path.of("").toAbsolutePath();

    /** The jar to start. */
    static final Path JAR = build();

    private SampleBuild() {}

    private static Path build() {
        Path target = MODULE.resolve("target");
        try (var application = QuarkusBootstrap.builder()
                .setProjectRoot(MODULE)
                .setTargetDirectory(target.resolve("sample"))
                .setApplicationRoot(PathList.of(target.resolve("classes"), target.resolve("test-classes")))
                .setMode(QuarkusBootstrap.Mode.PROD)
                .setLocalProjectDiscovery(true)
                .setBaseName("sample")
                .build()
                .bootstrap()) {
            AugmentResult result = application.createAugmentor().createProductionApplication();
            return result.getJar().getPath();
        } catch (Exception e) {
            throw new IllegalStateException("the sample service cannot be built", e);
        }
    }
}
