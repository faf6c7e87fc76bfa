import CZLib

/// Deflated bytes without a header. Source: RFC 1951.
enum RawInflate {
    enum Fault: Error, Sendable, Hashable {
        case damaged
        /// More comes out than was said: a bomb.
        case tooLarge
    }

    /// Decompressed; never more than the limit and one block is made.
    static func decompress(_ bytes: [UInt8], limitBytes: Int) throws(Fault) -> [UInt8] {
        var stream = z_stream()
        guard berth_inflate_init_raw(&stream) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var source = bytes
        var result: [UInt8] = []
        let fault = source.withUnsafeMutableBufferPointer { buffer -> Fault? in
            stream.next_in = buffer.baseAddress
            stream.avail_in = UInt32(buffer.count)
            return run(&stream, into: &result, limitBytes)
        }
        if let fault { throw fault }
        return result
    }

    private static func run(_ stream: inout z_stream, into result: inout [UInt8], _ limitBytes: Int) -> Fault? {
        let block = 64 << 10
        while true {
            var code = Z_OK
            let part = [UInt8](unsafeUninitializedCapacity: block) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(block)
                code = inflate(&stream, Z_NO_FLUSH)
                count = block - Int(stream.avail_out)
            }
            if result.count + part.count > limitBytes { return .tooLarge }
            result += part
            if code == Z_STREAM_END { return nil }
            if code != Z_OK || (stream.avail_in == 0 && part.count < block) { return .damaged }
        }
    }

    /// The checksum that an archive keeps of a member.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        UInt32(bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
    }
}
