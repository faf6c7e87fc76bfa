import BerthHTTP
import CZLib

/// Deflated bytes without a header. Source: RFC 1951.
enum RawInflate {
    typealias Fault = Inflate.Fault

    /// Decompressed; never more than the limit and one block is made.
    static func decompress(_ bytes: [UInt8], limitBytes: Int) throws(Fault) -> [UInt8] {
        try Inflate.decompress(bytes, as: .raw, limitBytes: limitBytes)
    }

    /// The checksum that an archive keeps of a member.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        UInt32(bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
    }
}
