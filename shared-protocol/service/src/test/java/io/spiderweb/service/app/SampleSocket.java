package io.spiderweb.service.app;

import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

@WebSocket(path = "/echo")
public class SampleSocket {

    @OnTextMessage
    String echo(String message) {
        return message;
    }
}
