/// Bytes as letters, digits, - and _, without padding. Source: RFC 7515, appendix C.
package enum Base64URL {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    package static func encoded(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        var (value, bits) = (0, 0)
        for byte in bytes {
            (value, bits) = (value << 8 & 0xFFFF | Int(byte), bits + 8)
            while bits >= 6 {
                bits -= 6
                text.append(letters[value >> bits & 63])
            }
        }
        if bits > 0 { text.append(letters[value << (6 - bits) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for text that is not what `encoded` writes.
    package static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (value, bits) = (0, 0)
        for letter in text.utf8 {
            guard let six = number(letter) else { return nil }
            (value, bits) = (value << 6 & 0xFFFF | six, bits + 6)
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(value >> bits & 0xFF))
            }
        }
        return bits < 6 && value & (1 << bits - 1) == 0 ? bytes : nil
    }

    private static func number(_ letter: UInt8) -> Int? {
        switch letter {
        case 65...90: Int(letter) - 65
        case 97...122: Int(letter) - 71
        case 48...57: Int(letter) + 4
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
