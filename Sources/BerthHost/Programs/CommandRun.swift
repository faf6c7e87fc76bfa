import BerthPlatform
import Glibc
import Synchronization

/// One run of a command: `result` is for one thread, which it keeps; `cancel` for any.
final class CommandRun: Sendable {
    private let command: Command
    private let wake: Pipe
    private let isCancelled = Atomic<Bool>(false)

    /// How long a program that has closed its outputs is left alone before it is looked at again.
    private static let lookMilliseconds: Int32 = 50

    init(_ command: Command) throws(PlatformError) {
        self.command = command
        wake = try Pipe()
    }

    func cancel() {
        isCancelled.store(true, ordering: .sequentiallyConsistent)
        var byte: UInt8 = 0
        _ = write(wake.write, &byte, 1)
    }

    func result() -> Result<Command.Output, PlatformError> {
        // A program that ends before it has read all is no reason for the broker to end. The thread is our own.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        do throws(PlatformError) { return .success(try carriedOut()) } catch { return .failure(error) }
    }

    private func carriedOut() throws(PlatformError) -> Command.Output {
        let input = try Pipe()
        let output = try Pipe()
        let error = try Pipe()
        let pid = try Spawn.start(
            command.words, environment: command.environment, directory: command.directory,
            descriptors: (input.read, output.write, error.write))
        input.closeRead()
        output.closeWrite()
        error.closeWrite()
        var streams = Streams(input: input, output: output, error: error, rest: command.input[...])
        let fault = follow(pid, &streams)
        if fault != nil { kill(-pid, SIGKILL) }
        let code = CommandRun.exitCode(pid)
        // Whatever it started and left behind.
        kill(-pid, SIGKILL)
        if let fault { throw fault }
        return Command.Output(code: code, output: streams.said[0], error: streams.said[1])
    }

    private struct Streams: ~Copyable {
        let input: Pipe
        let output: Pipe
        let error: Pipe
        var rest: ArraySlice<UInt8>
        var said: [[UInt8]] = [[], []]
        var isOpen = [true, true]

        init(input: Pipe, output: Pipe, error: Pipe, rest: ArraySlice<UInt8>) {
            (self.input, self.output, self.error, self.rest) = (input, output, error, rest)
            if rest.isEmpty { input.closeWrite() }
        }

        func reader(_ index: Int) -> Int32 { index == 0 ? output.read : error.read }
    }

    /// Hands in what the program reads and takes what it writes, until it has ended.
    ///
    /// - Returns: why it must be killed; `nil` when it has ended by itself.
    private func follow(_ pid: pid_t, _ streams: inout Streams) -> PlatformError? {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(command.seconds)
        let name = command.words[0]
        while true {
            if isCancelled.load(ordering: .sequentiallyConsistent) {
                return PlatformError(.cancelled, "\(name) was cancelled.", subject: name)
            }
            let left = (end - clock.now).components
            if left.seconds < 0 || (left.seconds == 0 && left.attoseconds <= 0) {
                return PlatformError(
                    .overLimit, "\(name) did not end within \(command.seconds) seconds.", subject: name)
            }
            let hasEnded = CommandRun.hasEnded(pid)
            let isQuiet = !streams.isOpen.contains(true)
            if hasEnded && isQuiet { return nil }
            var waiting = [pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)]
            for index in 0..<2 where streams.isOpen[index] {
                waiting.append(pollfd(fd: streams.reader(index), events: Int16(POLLIN), revents: 0))
            }
            if !streams.rest.isEmpty {
                waiting.append(pollfd(fd: streams.input.write, events: Int16(POLLOUT), revents: 0))
            }
            let most = left.seconds > 60 ? 60_000 : Int32(left.seconds * 1000) + 1
            // Others may hold the outputs of a program that has ended: what is there is taken, and no more awaited.
            let count = poll(&waiting, nfds_t(waiting.count), hasEnded ? 0 : min(most, CommandRun.lookMilliseconds))
            if hasEnded && count == 0 { return nil }
            for ready in waiting.dropFirst() where ready.revents != 0 {
                if ready.fd == streams.input.write { CommandRun.feed(&streams) }
                for index in 0..<2 where ready.fd == streams.reader(index) && streams.isOpen[index] {
                    CommandRun.take(index, &streams)
                    if streams.said[index].count > command.outputBytes {
                        return PlatformError(
                            .overLimit, "\(name) said more than the \(command.outputBytes) bytes that are taken.",
                            subject: name)
                    }
                }
            }
        }
    }

    private static func feed(_ streams: inout Streams) {
        let count = streams.rest.withUnsafeBytes { write(streams.input.write, $0.baseAddress, min($0.count, 4096)) }
        if count > 0 { streams.rest = streams.rest.dropFirst(count) }
        // A program that wants no more is none the worse for it.
        if count < 0 && errno != EINTR && errno != EAGAIN { streams.rest = [] }
        if streams.rest.isEmpty { streams.input.closeWrite() }
    }

    private static func take(_ index: Int, _ streams: inout Streams) {
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
            filled = max(0, read(streams.reader(index), buffer.baseAddress, buffer.count))
        }
        if piece.isEmpty { streams.isOpen[index] = false }
        streams.said[index] += piece
    }

    private static func hasEnded(_ pid: pid_t) -> Bool {
        var information = siginfo_t()
        // Looked at and left: its number must be nobody else's until the group has been killed.
        return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    private static func exitCode(_ pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
