import CLibXML2
import Glibc

/// What Berth's writer says of an element where XML alone cannot: the attribute `type` of a namespace of our own.
///
/// `text` for a text of white space, which an untyped reader would drop, `escaped` for one with characters that XML
/// cannot hold (written as a string of JSON), `null`, `map` for an empty one, and `list` for one that cannot be told by
/// repeating its element. A member whose name is not a name of XML stands in an element `member` of the namespace, with
/// the attribute `name`, or `escaped` where the name has characters that XML cannot hold.
enum XMLMark: String {
    case text, escaped, null, map, list

    static let namespace = "https://www.purl.org/berth/schema/v1.0/document"
    static let item = "item"
    static let name = "name"
    static let escapedName = "escaped"

    /// The text of a string of JSON, `nil` when it is none.
    static func unescaped(_ bytes: [UInt8]) -> String? {
        guard case .text(let text)? = try? Document.read(bytes, as: .json) else { return nil }
        return text
    }

    static func isOurs(_ uri: UnsafePointer<xmlChar>?) -> Bool {
        guard let uri else { return false }
        return strcmp(UnsafeRawPointer(uri).assumingMemoryBound(to: CChar.self), namespace) == 0
    }

    /// The value of an element that has ended, `nil` after it has called `fail`.
    static func value(of frame: XMLWalk.Frame, fail: (DocumentError) -> Void) -> Document? {
        let isBlank = frame.text.allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
        guard let word = frame.mark else {
            if frame.members.isEmpty {
                return isBlank ? .text("") : .plain(String(decoding: frame.text, as: UTF8.self))
            }
            if isBlank { return .map(DocumentMembers(uniqueMembers: frame.members)) }
            fail(
                DocumentError(
                    .mixedContent, "Text beside attributes or elements; put the text into an element of its own."))
            return nil
        }
        if let mark = XMLMark(rawValue: word), let value = mark.value(of: frame, isBlank: isBlank) { return value }
        fail(.malformed("The type \(DocumentError.quoted(word)) does not fit this element; leave the attribute out."))
        return nil
    }

    /// The value of an element with this mark, `nil` where the mark does not fit.
    private func value(of frame: XMLWalk.Frame, isBlank: Bool) -> Document? {
        switch self {
        case .text where frame.members.isEmpty:
            return .text(String(decoding: frame.text, as: UTF8.self))
        case .escaped where frame.members.isEmpty:
            return Self.unescaped(frame.text).map { .text($0) }
        case .null where frame.members.isEmpty && isBlank:
            return .null
        case .map where isBlank:
            return .map(DocumentMembers(uniqueMembers: frame.members))
        case .list where isBlank:
            guard let first = frame.members.first else { return .list([]) }
            guard frame.members.count == 1, first.name == Self.item, frame.attributeCount == 0 else { return nil }
            return frame.lists.contains(first.name) ? first.value : .list([first.value])
        default:
            return nil
        }
    }
}
