package io.spiderweb.gateway.provider.openai;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What is used of the API ({@code spec providers-and-config 6.2}). */
@Path("chat/completions")
interface ChatCompletionsApi {

    /**
     * Asks for an answer that is streamed.
     *
     * @param authorization none for servers that want no key
     * @param request a {@link ChatCompletionRequest} in JSON
     * @return the whole answer at its end, which nobody needs by then; fails with {@link RefusedException} where something else was answered
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Uni<byte[]> stream(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, String request);
}
