import Synchronization

/// A value that one thread at a time may touch, for what cannot wait for an actor.
///
/// It is the standard library's lock, and beside it an atomic that tells the thread sanitizer the same thing: the
/// sanitizer cannot see into the standard library, and would report a race wherever two threads have met at the lock.
package struct Locked<Value>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let handedOn = Atomic<Bool>(false)

    package init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Calls the body while nobody else can; it must not wait, nor lock the same value again.
    package borrowing func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock { value throws(Failure) -> sending Result in
            _ = handedOn.load(ordering: .acquiring)
            defer { handedOn.store(true, ordering: .releasing) }
            return try body(&value)
        }
    }
}
