package io.spiderweb.service.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "spiderweb")
interface SampleConfig {

    @WithDefault("hi")
    String greeting();

    /** Hangs in the orderly stop. */
    @WithDefault("false")
    boolean hang();
}
