import BerthDocument
import BerthModel

extension Fuzz {
    /// A request means the same in every syntax: what is read, written and read again is the same value.
    static func request(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        let buffer = UnsafeRawBufferPointer(start: bytes, count: count)
        guard let document = try? Document.read(buffer, as: .yaml) else { return 0 }
        let (value, _) = ExecutionRequest.reading(document, from: .yaml)
        let meaning = value.document(for: .json).resolvedTree()
        for syntax in Syntax.allCases {
            // A stranger's document has no shape that tells XML's lists of one and open texts.
            if syntax == .xml, "\(value)".contains(".stranger(") { continue }
            let written = value.document(for: syntax)
            var text = ""
            do {
                let bytes = try written.written(as: syntax, root: "request")
                text = String(decoding: bytes, as: UTF8.self)
                let limits = DocumentLimits(depthLevels: 200, textBytes: 1 << 24)
                let (again, _) = ExecutionRequest.reading(
                    try Document.read(bytes, as: syntax, limits: limits), from: syntax)
                if again.document(for: .json).resolvedTree() != meaning {
                    fail("a request changes in \(syntax)", value, again, text)
                }
            } catch {
                fail("a request cannot be read back from \(syntax)", error, text)
            }
        }
        return 0
    }
}
