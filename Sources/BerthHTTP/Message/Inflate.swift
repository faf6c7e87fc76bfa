internal import CZLib

/// Bytes that were deflated, as they were before. Source: RFC 1951; RFC 1952.
package enum Inflate {
    package enum Format: Sendable, Hashable {
        /// With a header; all members one after the other.
        case gzip
        /// Without a header; what stands behind the end is not read.
        case raw
    }

    package enum Fault: Error, Sendable, Hashable {
        case damaged
        /// Decompressed it is larger than the limit.
        case tooLarge
    }

    /// Never more than the limit and one block is made.
    package static func decompress(
        _ bytes: [UInt8], as format: Format, limitBytes: Int
    ) throws(Fault) -> [UInt8] {
        var stream = z_stream()
        let isReady = format == .gzip ? berth_inflate_init_gzip(&stream) : berth_inflate_init_raw(&stream)
        guard isReady == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var source = bytes
        var result: [UInt8] = []
        let fault = source.withUnsafeMutableBufferPointer { buffer -> Fault? in
            stream.next_in = buffer.baseAddress
            stream.avail_in = UInt32(buffer.count)
            return run(&stream, format, into: &result, limitBytes)
        }
        if let fault { throw fault }
        return result
    }

    private static func run(
        _ stream: inout z_stream, _ format: Format, into result: inout [UInt8], _ limitBytes: Int
    ) -> Fault? {
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
                if format == .raw || stream.avail_in == 0 { return nil }
                guard inflateReset(&stream) == Z_OK else { return .damaged }
            case Z_OK:
                // No progress with nothing left to read: the data ends early.
                if stream.avail_in == 0 && part.count < block { return .damaged }
            default: return .damaged
            }
        }
    }
}
