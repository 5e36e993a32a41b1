package io.spiderweb.wire.docs;

import io.spiderweb.wire.control.guide.Member;
import io.spiderweb.wire.control.guide.MemberType;
import io.spiderweb.wire.control.guide.OperationGuide;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference in {@code docs/control-cli.md} is what the guides say. */
class OperationsPageTest {

    private static final String BEGIN = "<!-- generated: operations -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void thePageDescribesEveryOperation() throws Exception {
        Document page = Document.named("control-cli.md");
        String text = page.text();
        int from = text.indexOf(BEGIN) + BEGIN.length();
        String reference =
                OperationGuide.all().stream().map(OperationsPageTest::section).collect(Collectors.joining("\n"));
        page.mustBe(text.substring(0, from) + reference + text.substring(text.indexOf(END, from)));
    }

    private static String section(OperationGuide guide) {
        StringBuilder section = new StringBuilder("### " + guide.name().replace("_", "\\_") + "\n\n" + guide.summary());
        section.append(" For ").append(guide.callers()).append(".\n");
        if (!guide.members().isEmpty()) {
            section.append("\n| member | | |\n|---|---|---|\n").append(rows(guide.members(), ""));
        }
        guide.gateTokens()
                .forEach(token -> section.append(section.toString().endsWith(".\n") ? "" : "\n")
                        .append("May carry `" + token.name() + "`: " + token.meaning() + ".\n"));
        section.append("\n```\n");
        guide.examples()
                .forEach(example -> section.append("spiderweb-control ")
                        .append(guide.name())
                        .append(example.equals("{}") ? "" : " '" + example + "'")
                        .append("\n"));
        section.append("```\n");
        if (!guide.errors().isEmpty()) {
            section.append("\nErrors: ")
                    .append(guide.errors().stream()
                            .map(code -> "`" + code.wireName() + "`")
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        return section.toString();
    }

    private static String rows(List<Member> members, String prefix) {
        StringBuilder rows = new StringBuilder();
        for (Member member : members) {
            String need = member.isRequired() ? "**required**; " : "";
            String fallback = member.fallback() == null ? "" : "; default " + member.fallback();
            rows.append(String.format(
                    Locale.ROOT,
                    "| `%s%s` | %s%s%s | %s |%n",
                    prefix,
                    member.name(),
                    need,
                    member.type().shown(),
                    fallback,
                    member.meaning()));
            rows.append(
                    switch (member.type()) {
                        case MemberType.Structure(List<Member> inner) -> rows(inner, prefix + member.name() + ".");
                        case MemberType.ListOf(MemberType.Structure(List<Member> inner)) ->
                            rows(inner, prefix + member.name() + "[].");
                        default -> "";
                    });
        }
        return rows.toString();
    }
}
