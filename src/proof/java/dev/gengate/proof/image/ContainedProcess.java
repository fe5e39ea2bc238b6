package dev.gengate.proof.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The gateway inside its container, as the kernel of this machine sees it. */
record ContainedProcess(String container, long pid) {
    private static final int KIBIBYTES = 1024;

    static ContainedProcess of(String container) {
        return new ContainedProcess(
                container, Long.parseLong(Engine.say("inspect", "--format", "{{.State.Pid}}", container)));
    }

    /** No rights, none to be had, nothing to write but in /tmp, and epoll, which is unpacked there. */
    void checkConfinement() {
        Require.that(status("Uid").startsWith("10001\t"), "user " + status("Uid"));
        Require.same("capabilities", "0000000000000000", status("CapEff"));
        Require.same("new privileges are barred", "1", status("NoNewPrivs"));
        // that nothing can be written there would be so for a user who is not root anyway
        Require.that(isReadOnly(read("mountinfo")), "the root is not mounted read-only");
        Require.that(!writes("/opt/gateway/file"), "the application is writable");
        Require.that(writes("/tmp/file"), "/tmp is not writable");
        Require.that(read("maps").contains("netty_transport_native_epoll"), "sockets are not by epoll");
    }

    /** Whether the last that is mounted on the root is: proc_pid_mountinfo(5) has the place as fifth and its options as sixth. */
    static boolean isReadOnly(String mounts) {
        return mounts.lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields[4].equals("/"))
                .reduce((before, last) -> last)
                .filter(root -> List.of(root[5].split(",")).contains("ro"))
                .isPresent();
    }

    private boolean writes(String file) {
        return Engine.run("exec", container, "touch", file).succeeded();
    }

    long residentMebibytes() {
        return Long.parseLong(status("VmRSS").replace(" kB", "").strip()) / KIBIBYTES;
    }

    /** To 10 ms. */
    Instant began() {
        return ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow();
    }

    private String status(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
