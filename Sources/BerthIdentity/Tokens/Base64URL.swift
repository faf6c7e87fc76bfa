import BerthHTTP

/// Bytes as letters that need no escape in a URL, without padding. Source: RFC 4648 §5; RFC 7515 §2.
package enum Base64URL {
    package static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for letter in Base64.encoded(bytes).utf8 {
            switch letter {
            case UInt8(ascii: "+"): text.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): text.append(UInt8(ascii: "_"))
            case UInt8(ascii: "="): break
            default: text.append(letter)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `nil` for text that is not what `encoded` writes.
    static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        var letters: [UInt8] = []
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "-"): letters.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): letters.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: letters.append(letter)
            }
        }
        if letters.count % 4 == 1 { return nil }
        while letters.count % 4 != 0 { letters.append(UInt8(ascii: "=")) }
        return Base64.decoded(String(decoding: letters, as: UTF8.self))
    }
}
