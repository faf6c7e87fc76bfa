internal import CZLib

/// The gzip format in memory. Source: RFC 1952.
package enum Gzip {
    package enum Fault: Error, Sendable, Hashable {
        case damaged
        /// Decompressed it is larger than the limit.
        case tooLarge
    }

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
        var stream = z_stream()
        guard berth_inflate_init_gzip(&stream) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var source = bytes
        var result: [UInt8] = []
        let fault = source.withUnsafeMutableBufferPointer { buffer -> Fault? in
            stream.next_in = buffer.baseAddress
            stream.avail_in = UInt32(buffer.count)
            return inflateAll(&stream, into: &result, limitBytes: limitBytes)
        }
        if let fault { throw fault }
        return result
    }

    private static func inflateAll(_ stream: inout z_stream, into result: inout [UInt8], limitBytes: Int) -> Fault? {
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
            result.append(contentsOf: part)
            switch code {
            case Z_STREAM_END:
                if stream.avail_in == 0 { return nil }
                guard inflateReset(&stream) == Z_OK else { return .damaged }
            case Z_OK:
                // No progress with nothing left to read: the data ends early.
                if stream.avail_in == 0 && part.count < block { return .damaged }
            default: return .damaged
            }
        }
    }
}
