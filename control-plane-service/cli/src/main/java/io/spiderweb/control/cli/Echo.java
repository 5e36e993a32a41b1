package io.spiderweb.control.cli;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The text travels as the id of a ping, which every server sends back ({@code spec control 1.2}). */
@Command(
        name = "echo",
        mixinStandardHelpOptions = true,
        description = "Sends a text to the control plane and back, and tells how long that took.")
final class Echo implements Callable<Integer> {

    @ParentCommand
    Main main;

    @Parameters(paramLabel = "TEXT", description = "what is sent")
    String text;

    @Override
    public Integer call() throws IOException {
        Endpoint endpoint = main.endpoint();
        Output output = main.output();
        try (WsClient client = main.client();
                Exchange exchange = Exchange.open(client, endpoint)) {
            Optional<Answer> refusal = exchange.negotiate();
            Answer answer = refusal.isPresent() ? refusal.get() : exchange.ask(Request.echo(text));
            if (answer.isError() || !output.asTables()) {
                return output.show(answer);
            }
            output.out().println(text + "  " + Output.shown(answer.roundTrip()));
            return 0;
        }
    }
}
