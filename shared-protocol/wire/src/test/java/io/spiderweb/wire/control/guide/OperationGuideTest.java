package io.spiderweb.wire.control.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.json.Json;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guides say is what the server reads ({@code spec control 3.2}). */
class OperationGuideTest {

    private static final String SUCCESS = "success";

    /** Second names of members, which are read where the first is not there. */
    private static final Map<String, String> ALIASES = Map.of("project_name", "name");

    static Stream<OperationGuide> guides() {
        return OperationGuide.all().stream();
    }

    @ParameterizedTest
    @MethodSource("guides")
    void everyExampleIsRead(OperationGuide guide) throws Exception {
        assertThat(guide.summary()).endsWith(".");
        assertThat(guide.examples()).isNotEmpty();
        for (String example : guide.examples()) {
            assertThat(outcome(guide, Json.parseObject(example))).as(example).isEqualTo(SUCCESS);
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void theMembersAreThoseOfTheRequest(OperationGuide guide) throws Exception {
        Set<String> described =
                guide.members().stream().map(Member::name).collect(Collectors.toCollection(HashSet::new));
        described.removeAll(ALIASES.keySet());
        ControlRequest request = read(guide, example(guide)).fold(read -> read, error -> {
            throw new AssertionError(error.toString());
        });
        RecordComponent[] components = request.getClass().getRecordComponents();
        assertThat(Arrays.stream(components).map(component -> snakeCase(component.getName())))
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @ParameterizedTest
    @MethodSource("guides")
    void whatIsRequiredIsMissedAndWhatIsNotMayBeLeftOut(OperationGuide guide) throws Exception {
        for (Member member : guide.members()) {
            ObjectNode payload = example(guide);
            payload.remove(member.name());
            boolean isMissed = member.isRequired() && guide.operation() != ControlOperation.VERSION;
            if (isMissed) {
                assertThat(outcome(guide, payload)).as(member.name()).isEqualTo("missing_field");
            } else if (!member.isRequired()) {
                assertThat(outcome(guide, payload)).as(member.name()).isEqualTo(SUCCESS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void aValueBeyondTheRuleHasTheCodeOfThePage(OperationGuide guide) throws Exception {
        for (Member member : guide.members()) {
            ObjectNode payload = example(guide);
            payload.remove(ALIASES.getOrDefault(member.name(), ""));
            for (Wrong wrong : wrongs(member)) {
                payload.set(member.name(), wrong.value());
                String expected = guide.operation() == ControlOperation.VERSION
                        ? ErrorCode.PROTOCOL_MISMATCH.wireName()
                        : wrong.outcome();
                assertThat(outcome(guide, payload))
                        .as("%s = %s", member.name(), wrong.value())
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void membersOfMembersAreCheckedToo(OperationGuide guide) throws Exception {
        for (Member member : guide.members()) {
            if (member.type() instanceof MemberType.ListOf(MemberType.Structure(List<Member> inner))) {
                for (Member required : inner.stream().filter(Member::isRequired).toList()) {
                    ObjectNode payload = example(guide);
                    ((ObjectNode) payload.withArray(member.name()).get(0)).remove(required.name());
                    assertThat(outcome(guide, payload))
                            .as(required.name())
                            .isEqualTo(
                                    guide.operation() == ControlOperation.PROJECT_UP
                                            ? "missing_field"
                                            : "invalid_payload");
                }
            }
            if (member.type() instanceof MemberType.Structure(List<Member> inner)) {
                for (Member part : inner) {
                    ObjectNode payload = example(guide);
                    payload.set(member.name(), Json.object().put(part.name(), "a b"));
                    assertThat(outcome(guide, payload)).as(part.name()).isEqualTo("invalid_payload");
                }
            }
        }
    }

    private record Wrong(JsonNode value, String outcome) {
        static Wrong refused(JsonNode value) {
            return new Wrong(value, ErrorCode.INVALID_PAYLOAD.wireName());
        }
    }

    private static List<Wrong> wrongs(Member member) {
        return switch (member.type()) {
            case MemberType.Text text -> {
                // another type counts as left out
                Wrong typed = new Wrong(
                        IntNode.valueOf(5), member.isRequired() ? ErrorCode.MISSING_FIELD.wireName() : SUCCESS);
                Stream<Wrong> tooLong = text.maxBytes() == 0
                        ? Stream.of()
                        : Stream.of(Wrong.refused(TextNode.valueOf("ws://h/v2/fs" + "a".repeat(text.maxBytes()))));
                Stream<Wrong> mismatch =
                        text.pattern() == null ? Stream.of() : Stream.of(Wrong.refused(TextNode.valueOf("\u0001")));
                yield Stream.of(Stream.of(typed), tooLong, mismatch)
                        .flatMap(wrong -> wrong)
                        .toList();
            }
            case MemberType.OneOf choice -> List.of(Wrong.refused(TextNode.valueOf("neither")));
            case MemberType.Unsigned number -> refused("-1", "1.5", "\"5\"", "null", "9223372036854775808");
            case MemberType.Bool bool -> refused("1", "\"true\"", "null");
            case MemberType.Structure structure -> refused("[]", "\"x\"", "null");
            case MemberType.AnyMembers any -> refused("[]", "\"x\"", "null");
            case MemberType.ListOf(MemberType.Structure items) -> refused("{}", "[1]", "null");
            // read leniently: what is no string in it is left out
            case MemberType.ListOf list -> List.of();
        };
    }

    private static List<Wrong> refused(String... values) {
        return Arrays.stream(values)
                .map(value -> {
                    try {
                        return Wrong.refused(Json.parse(value));
                    } catch (Exception e) {
                        throw new AssertionError(value, e);
                    }
                })
                .toList();
    }

    private static ObjectNode example(OperationGuide guide) throws Exception {
        return Json.parseObject(guide.examples().getLast());
    }

    private static String outcome(OperationGuide guide, ObjectNode payload) {
        return read(guide, payload)
                .fold(request -> SUCCESS, error -> error.code().wireName());
    }

    private static Decoded<ControlRequest, ControlError> read(OperationGuide guide, ObjectNode payload) {
        String frame = ControlCodec.encode("a", guide.operation().type(), payload);
        return ControlCodec.decodeRequest(frame).fold(ControlFrame.Request::request, Decoded.Rejected::new);
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }
}
