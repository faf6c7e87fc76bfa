import BerthDocument
import BerthModel

extension Fuzz {
    /// ISO 8601: what can be read is written in one form, which reads back as the same value.
    static func time(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        if let instant = Instant(text), Instant(instant.description) != instant {
            fail("an instant does not read back", text, instant)
        }
        if let span = try? TimeSpan(reading: text), (try? TimeSpan(reading: span.description)) != span {
            fail("a duration does not read back", text, span)
        }
        if let interval = try? Interval(reading: text), (try? Interval(reading: interval.description)) != interval {
            fail("an interval does not read back", text, interval)
        }
        if let uuid = UUID(text), UUID(uuid.description) != uuid { fail("a UUID does not read back", text, uuid) }
        return 0
    }

    static func path(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        if let path = DocumentPath(text), DocumentPath(path.description) != path {
            fail("a path does not read back", text, path)
        }
        return 0
    }
}
