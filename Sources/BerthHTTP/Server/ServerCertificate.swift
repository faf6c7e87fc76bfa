internal import CGnuTLS
internal import Glibc

/// A certificate, those above it and its key, as a handshake takes them. A connection holds the one that it began with,
/// whatever the server has taken up since.
final class ServerCertificate: @unchecked Sendable {
    let chain: UnsafeMutablePointer<gnutls_pcert_st>
    let count: UInt32
    let key: gnutls_privkey_t
    private let files: [[UInt8]]

    private static let mostCertificates = 16
    private static let largestFileBytes = 1 << 20

    /// - Throws: `localFailure` for a file that cannot be read or is not what it should be, and for a key of another
    ///   certificate.
    init(_ tls: HTTPServerSettings.TLS) throws(HTTPError) {
        let files = [try Self.read(tls.certificatePath), try Self.read(tls.keyPath)]
        let chain = UnsafeMutablePointer<gnutls_pcert_st>.allocate(capacity: Self.mostCertificates)
        var count = UInt32(Self.mostCertificates)
        var key: gnutls_privkey_t?
        var codes = Self.withData(of: files) { certificate, secret in
            let chainCode = gnutls_pcert_list_import_x509_raw(
                chain, &count, &certificate, GNUTLS_X509_FMT_PEM, UInt32(GNUTLS_X509_CRT_LIST_SORT.rawValue))
            if chainCode < 0 { count = 0 }
            let made = gnutls_privkey_init(&key)
            let keyCode = made < 0 ? made : gnutls_privkey_import_x509_raw(key, &secret, GNUTLS_X509_FMT_PEM, nil, 0)
            return (chain: chainCode, key: keyCode, pair: Int32(0))
        }
        if codes.chain >= 0 && codes.key >= 0 { codes.pair = Self.withData(of: files, Self.pairing) }
        guard let key, codes.chain >= 0, codes.key >= 0, codes.pair >= 0 else {
            Self.free(chain, count, key)
            throw Self.error(codes, tls)
        }
        (self.chain, self.count, self.key, self.files) = (chain, count, key, files)
    }

    deinit { Self.free(chain, count, key) }

    /// Whether another is made of the same bytes.
    func isSame(as other: ServerCertificate) -> Bool { files == other.files }

    private static func free(_ chain: UnsafeMutablePointer<gnutls_pcert_st>, _ count: UInt32, _ key: gnutls_privkey_t?)
    {
        for place in 0..<Int(count) { gnutls_pcert_deinit(chain + place) }
        chain.deallocate()
        if let key { gnutls_privkey_deinit(key) }
    }

    /// Whether the key is that of the certificate: credentials refuse others.
    private static func pairing(_ certificate: inout gnutls_datum_t, _ secret: inout gnutls_datum_t) -> Int32 {
        var credentials: gnutls_certificate_credentials_t?
        let made = gnutls_certificate_allocate_credentials(&credentials)
        guard made >= 0, let credentials else { return made }
        defer { gnutls_certificate_free_credentials(credentials) }
        return gnutls_certificate_set_x509_key_mem(credentials, &certificate, &secret, GNUTLS_X509_FMT_PEM)
    }

    private static func withData<Result>(
        of files: [[UInt8]], _ body: (inout gnutls_datum_t, inout gnutls_datum_t) -> Result
    ) -> Result {
        var (first, second) = (files[0], files[1])
        return first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
                var certificate = gnutls_datum_t(data: first.baseAddress, size: UInt32(first.count))
                var secret = gnutls_datum_t(data: second.baseAddress, size: UInt32(second.count))
                return body(&certificate, &secret)
            }
        }
    }

    private static func error(_ codes: (chain: Int32, key: Int32, pair: Int32), _ tls: HTTPServerSettings.TLS)
        -> HTTPError
    {
        func error(_ message: String, _ path: String, _ code: Int32) -> HTTPError {
            HTTPError(.localFailure, message, subject: path, cause: String(cString: gnutls_strerror(code)))
        }
        if codes.chain < 0 { return error("the file holds no certificate in PEM", tls.certificatePath, codes.chain) }
        if codes.key < 0 {
            return error("the file holds no private key in PEM without a password", tls.keyPath, codes.key)
        }
        return error("the key is not that of the certificate \(tls.certificatePath)", tls.keyPath, codes.pair)
    }

    private static func read(_ path: String) throws(HTTPError) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw unreadable(path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: largestFileBytes)
        let count = fread(&bytes, 1, bytes.count, file)
        if ferror(file) != 0 { throw unreadable(path) }
        return Array(bytes[..<count])
    }

    private static func unreadable(_ path: String) -> HTTPError {
        HTTPError(
            .localFailure, "cannot read the file for TLS", subject: path, cause: String(cString: strerror(errno)))
    }
}
