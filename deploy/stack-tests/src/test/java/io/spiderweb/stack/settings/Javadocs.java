package io.spiderweb.stack.settings;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import io.spiderweb.stack.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Comments of a class of the checkout; classes do not carry them. */
final class Javadocs {

    private Javadocs() {}

    /** The comments of methods by their names, as text without line breaks. */
    static Map<String, String> ofMethods(Class<?> type) throws IOException {
        Map<String, String> comments = new TreeMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(source(type)));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
                        if (comment != null) {
                            comments.put(method.getName().toString(), text(comment));
                        }
                        return super.visitMethod(method, nothing);
                    }
                }.scan(unit, null);
            }
        }
        return comments;
    }

    private static Path source(Class<?> type) throws IOException {
        Path name = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
        try (Stream<Path> found = Files.walk(Checkout.find().top())) {
            return found.filter(path -> path.endsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no source of " + type));
        }
    }

    private static String text(DocCommentTree comment) {
        String text = comment.getFullBody().stream()
                .map(Object::toString)
                .collect(Collectors.joining())
                .replaceAll(" ?\\(?(\\{@code )?spec [^)}]*}?\\)?", "")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link (?:[\\w.]*\\.)?(\\w+)}", "`$1`")
                .replaceAll("\\s+", " ")
                .replaceAll("\\.$", "")
                .strip();
        // as the descriptions of options are
        return text.matches("[A-Z][a-z ].*") ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
    }
}
