/// Writes JSON value after value, without a `Document` in between: for what is written with every answer.
///
/// The bytes are those that the same `Document` is written as.
public struct JSONStream {
    /// The name of a member, quoted once.
    public struct Name: Sendable {
        fileprivate let bytes: [UInt8]

        public init(_ name: String) { bytes = Array((JSONWriter.quoted(name) + ":").utf8) }
    }

    private var writer = JSONWriter(isPretty: false)
    private var isFinite = true

    public init() { writer.output.reserveCapacity(2048) }

    /// Everything that was written.
    ///
    /// - Throws: `notWritable` when a number was not finite.
    public consuming func bytes() throws(DocumentError) -> [UInt8] {
        if !isFinite { throw .notFinite }
        return writer.output
    }

    public mutating func write(_ text: String) { writer.append(quoting: text) }
    public mutating func write(_ value: Int64) { writer.append(value) }
    public mutating func write(_ value: Bool) { writer.append(value ? "true" : "false") }

    public mutating func write(_ value: Double) { write(Document.number(value)) }

    public mutating func write(_ document: Document) {
        do throws(DocumentError) {
            try writer.write(document, level: 0)
        } catch {
            isFinite = false
        }
    }

    /// Writes a map; `content` writes its members.
    public mutating func map(_ content: (inout JSONStream) -> Void) {
        writer.output.append(UInt8(ascii: "{"))
        content(&self)
        writer.output.append(UInt8(ascii: "}"))
    }

    /// Writes a member of the map that was begun last.
    public mutating func member(_ name: Name, _ content: (inout JSONStream) -> Void) {
        separate()
        writer.output.append(contentsOf: name.bytes)
        content(&self)
    }

    /// Writes a member whose name is not known beforehand.
    public mutating func member(_ name: String, _ text: String) {
        separate()
        write(name)
        writer.output.append(UInt8(ascii: ":"))
        write(text)
    }

    /// Writes a list; `content` writes its items.
    public mutating func list(_ content: (inout JSONStream) -> Void) {
        writer.output.append(UInt8(ascii: "["))
        content(&self)
        writer.output.append(UInt8(ascii: "]"))
    }

    /// Writes an item of the list that was begun last.
    public mutating func item(_ content: (inout JSONStream) -> Void) {
        separate()
        content(&self)
    }

    /// A comma, unless the map or list has just begun; every other value ends in another byte.
    private mutating func separate() {
        if let last = writer.output.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
            writer.output.append(UInt8(ascii: ","))
        }
    }
}
