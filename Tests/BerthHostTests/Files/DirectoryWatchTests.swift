import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct DirectoryWatchTests {
    @Test("a file that comes, grows or gets its name is told, until the watch is stopped")
    func tells() async throws {
        let scratch = try Scratch()
        let directory = try scratch.directory("watched")
        let watch = try DirectoryWatch()
        let (changes, change) = AsyncStream<Void>.makeStream()
        let token = try watch.watch(directory) { change.yield() }
        var iterator = changes.makeAsyncIterator()
        try Files.write([1], to: directory + "/file")
        #expect(await iterator.next() != nil)
        watch.stop(token)
        let other = try watch.watch(directory) { change.finish() }
        try Files.touch(directory + "/end")
        while await iterator.next() != nil {}
        watch.stop(other)
    }

    @Test("two who watch one directory are both told")
    func two() async throws {
        let scratch = try Scratch()
        let watch = try DirectoryWatch()
        let streams = (0..<2).map { _ in AsyncStream<Void>.makeStream() }
        let tokens = try streams.map { stream in try watch.watch(scratch.path) { stream.continuation.finish() } }
        try Files.touch(scratch.path + "/file")
        for stream in streams { for await _ in stream.stream {} }
        for token in tokens { watch.stop(token) }
    }

    @Test("a directory that is not there cannot be watched")
    func absent() throws {
        let watch = try DirectoryWatch()
        #expect(throws: PlatformError.self) { _ = try watch.watch("/no/such/directory") {} }
    }
}
