import BerthModel
import Testing

@testable import BerthData

@Suite struct DigestTests {
    @Test(
        "checksums of abc",
        arguments: [
            ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("md5", "900150983cd24fb0d6963f7d28e17f72"), ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("adler32", "024d0127"),
        ])
    func known(_ algorithm: String, _ digits: String) throws {
        let digest = try #require(Digest(algorithm))
        Array("ab".utf8).withUnsafeBytes { digest.add($0) }
        Array("c".utf8).withUnsafeBytes { digest.add($0) }
        #expect(digest.finished() == digits)
    }

    @Test("checksums that cannot be checked")
    func faults() {
        var checksum = Checksum()
        checksum.type = "crc7"
        #expect(
            Digest.fault(of: checksum)
                == "the algorithm crc7 is not known here; sha256, sha512, sha1, md5, adler32 are")
        checksum.type = "md5"
        checksum.value = "12"
        #expect(Digest.fault(of: checksum) == "a checksum of md5 has 32 hexadecimal digits")
    }
}
