package io.spiderweb.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A directory on which a workspace is, or was, mounted. */
record Mountpoint(Path path) {

    boolean isMounted() throws IOException {
        String target = " " + path + " ";
        try (var mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return mounts.anyMatch(line -> line.contains(target));
        }
    }

    /** Waits until the mount is there, as long as its process lives. */
    void awaitMounted(ServiceProcess mount) throws StackException, InterruptedException, IOException {
        mount.awaitReady();
        if (!isMounted()) {
            throw new StackException(
                    "nothing is mounted at " + path + " although the mount is ready; see " + mount.log());
        }
    }

    /** Takes away what a killed mount left; the mount itself does so too, this is for the case that it does not start again. */
    void release() throws IOException, InterruptedException {
        for (String tool : new String[] {"fusermount3", "fusermount"}) {
            if (!isMounted()) {
                return;
            }
            try {
                new ProcessBuilder(tool, "-u", "-z", path.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor(5, TimeUnit.SECONDS);
            } catch (IOException e) {
                // this tool is not installed; the next one may be
            }
        }
    }
}
