package io.spiderweb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The way into the kernel: libc's {@code syscall(2)}, so that struct layouts are the kernel's and no libc version
 * matters. Results follow the kernel's own convention: not negative, or a negated errno.
 */
final class Kernel {
    /** Stands for "the working directory" where a descriptor is expected; only absolute paths are used with it. */
    static final long AT_FDCWD = -100;

    static final long AT_EMPTY_PATH = 0x1000;

    private static final MethodHandle SYSCALL =
            syscall(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    /** For memory of the caller: as an address parameter it cannot be freed while the call runs. */
    private static final MethodHandle TRANSFER = syscall(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);

    private Kernel() {}

    private static MethodHandle syscall(MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, parameters),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Makes the call, again when a signal interrupted it.
     *
     * @param subject what the call is about, for the error text
     * @param arguments up to six; memory that an address among them points to must outlive the call
     */
    static long call(Syscall call, Object subject, long... arguments) throws LinuxException {
        long result;
        do {
            result = attempt(call, arguments);
        } while (result == -Errnos.EINTR);
        return checked(result, call, subject);
    }

    /** Makes the call once, whatever comes of it. */
    static long attempt(Syscall call, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(JAVA_INT);
            long result = (long) SYSCALL.invokeExact(
                    errno,
                    call.number,
                    argument(arguments, 0),
                    argument(arguments, 1),
                    argument(arguments, 2),
                    argument(arguments, 3),
                    argument(arguments, 4),
                    argument(arguments, 5));
            return result == -1 ? -errno.get(JAVA_INT, 0) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new AssertionError(call + " could not be called", impossible);
        }
    }

    /** {@code pread64} or {@code pwrite64}: moves up to the whole of a native segment. */
    static long transfer(Syscall call, Object subject, long fd, MemorySegment memory, long offset)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(JAVA_INT);
            long result;
            do {
                result = (long) TRANSFER.invokeExact(errno, call.number, fd, memory, memory.byteSize(), offset);
                result = result == -1 ? -errno.get(JAVA_INT, 0) : result;
            } while (result == -Errnos.EINTR);
            return checked(result, call, subject);
        } catch (LinuxException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new AssertionError(call + " could not be called", impossible);
        }
    }

    /** A NUL-terminated copy; a NUL inside would silently cut the path, so it is an error. */
    static long cString(Arena arena, byte[] bytes) throws LinuxException {
        for (byte b : bytes) {
            if (b == 0) {
                throw new LinuxException("a name with a NUL byte", Utf8.decode(bytes), Errnos.EINVAL);
            }
        }
        MemorySegment copy = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy.address();
    }

    /** The magic link that leads to exactly the open file, whatever has happened to its name since. */
    static byte[] magicLink(Fd.Hold fd) {
        return Utf8.ascii("/proc/self/fd/" + fd.number());
    }

    private static long argument(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    private static long checked(long result, Syscall call, Object subject) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call.toString(), subject.toString(), (int) -result);
        }
        return result;
    }
}
