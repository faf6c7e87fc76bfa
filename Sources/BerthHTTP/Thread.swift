internal import Glibc

/// A thread of the system, for loops that wait in C.
enum Thread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts one that nobody waits for.
    static func detach(_ body: @escaping @Sendable () -> Void) { pthread_detach(start(body)) }

    /// Starts one that the caller joins.
    static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                Unmanaged<Work>.fromOpaque(pointer!).takeRetainedValue().body()
                return nil
            }, work)
        precondition(code == 0, "the system gives no more threads")
        return thread
    }
}
