import BerthHTTP
import Testing

@testable import BerthSoftware

struct RawInflateTests {
    @Test func comesOutAsItWas() throws {
        #expect(try RawInflate.decompress(ZipBytes.deflatedHello, limitBytes: 23) == ZipBytes.hello)
    }

    @Test func oneByteMoreThanTheLimit() {
        #expect(throws: RawInflate.Fault.tooLarge) {
            try RawInflate.decompress(ZipBytes.deflatedHello, limitBytes: 22)
        }
    }

    @Test(arguments: [[], [0xFF, 0xFF], Array(ZipBytes.deflatedHello.dropLast(2))])
    func damaged(_ bytes: [UInt8]) {
        #expect(throws: RawInflate.Fault.damaged) { try RawInflate.decompress(bytes, limitBytes: 100) }
    }

    @Test func checksums() {
        #expect(RawInflate.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
