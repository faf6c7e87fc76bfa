internal import CZLib

/// The gzip format in memory. Source: RFC 1952.
package enum Gzip {
    package typealias Fault = Inflate.Fault

    /// Compressed at the speed-minded level 4; nil when memory is short.
    package static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard berth_deflate_init_gzip(&stream, 4) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
        var source = bytes
        var result = Z_OK
        let compressed = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            source.withUnsafeMutableBufferPointer {
                stream.next_in = $0.baseAddress
                stream.avail_in = UInt32($0.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(capacity)
                result = deflate(&stream, Z_FINISH)
            }
            count = capacity - Int(stream.avail_out)
        }
        return result == Z_STREAM_END ? compressed : nil
    }

    /// Decompressed, all members one after the other; never more than the limit is kept or made.
    package static func decompress(_ bytes: [UInt8], limitBytes: Int) throws(Fault) -> [UInt8] {
        try Inflate.decompress(bytes, as: .gzip, limitBytes: limitBytes)
    }
}
