package io.spiderweb.node.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where every change that follows a look at a file's attributes gets a timestamp of its own: Linux 6.13 on the file systems
 * with multigrain timestamps. Elsewhere two changes within one clock tick, up to 10 ms, look the same.
 */
final class FineTimes {

    private static final Set<String> FILE_SYSTEMS = Set.of("ext4", "xfs", "btrfs", "tmpfs");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int SINCE = 6 * 1000 + 13;

    private FineTimes() {}

    static boolean of(Path directory) {
        try {
            return isKernel(System.getProperty("os.version", ""))
                    && FILE_SYSTEMS.contains(Files.getFileStore(directory).type());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isKernel(String version) {
        Matcher numbers = VERSION.matcher(version);
        return numbers.matches()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) >= SINCE;
    }
}
