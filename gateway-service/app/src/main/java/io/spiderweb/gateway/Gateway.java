package io.spiderweb.gateway;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.spiderweb.service.launch.Launcher;
import io.spiderweb.service.launch.Service;
import io.spiderweb.service.launch.ServiceOptions;
import io.spiderweb.service.launch.Version;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code spiderweb}. */
@QuarkusMain
@Command(
        name = "spiderweb",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "The gateway: clients connect here to work with projects and to talk to agents.",
        footer = {
            "",
            "Example:",
            "  spiderweb --port 18790 --control-url ws://127.0.0.1:18792/",
            "",
            "The control plane has to run too; with the same --data-dir both find each other's credentials."
        })
public final class Gateway implements Callable<Integer> {

    @Mixin
    ServiceOptions service;

    @Option(
            names = "--control-url",
            paramLabel = "URL",
            description = "where the control plane listens (SPIDERWEB_CONTROL_URL; ws://127.0.0.1:18792/)")
    @Nullable String controlUrl;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "who answers: openai, which needs OPENAI_API_KEY, or demo, which needs no network"
                    + " (SPIDERWEB_PROVIDER; openai where there is a key, else demo)")
    @Nullable String provider;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "which of the provider's models (SPIDERWEB_MODEL; its default)")
    @Nullable String model;

    @Option(
            names = "--provider-timeout-ms",
            paramLabel = "MS",
            description = "longest silence of a provider (SPIDERWEB_PROVIDER_TIMEOUT_MS; 120000)")
    @Nullable Long providerTimeout;

    @Option(
            names = "--runtime-request-queue-max",
            paramLabel = "N",
            description = "turns of one agent that may wait (SPIDERWEB_RUNTIME_REQUEST_QUEUE_MAX; 128)")
    @Nullable Integer requestQueueMax;

    @Option(
            names = "--chat-operation-timeout-ms",
            paramLabel = "MS",
            description = "longest turn, waiting included (SPIDERWEB_CHAT_OPERATION_TIMEOUT_MS; 300000)")
    @Nullable Long chatTimeout;

    public static void main(String... args) {
        Launcher.run(new Gateway(), args);
    }

    @Override
    public Integer call() {
        return Service.run(service.settings()
                .set("spiderweb.control-url", controlUrl)
                .set("spiderweb.provider", provider)
                .set("spiderweb.model", model)
                .set("spiderweb.provider-timeout-ms", providerTimeout)
                .set("spiderweb.runtime-request-queue-max", requestQueueMax)
                .set("spiderweb.chat-operation-timeout-ms", chatTimeout));
    }
}
