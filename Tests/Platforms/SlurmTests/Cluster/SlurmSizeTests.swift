import Testing

@testable import BerthSlurm

@Suite struct SlurmSizeTests {
    @Test(
        arguments: [
            ("16000M", 16000 << 20), ("16000", 16000 << 20), ("1.5G", 1536 << 20), ("1024K", 1 << 20), ("2T", 2 << 40),
            ("500Mc", 500 << 20), ("4Gn", 4 << 30), ("0", 0),
        ] as [(String, Int64)])
    func bytes(_ text: String, _ bytes: Int64) {
        #expect(SlurmSize.bytes(text) == bytes)
    }

    @Test(arguments: ["", "M", "UNLIMITED", "-1", "1e9", "99999999999999P"])
    func notSizes(_ text: String) {
        #expect(SlurmSize.bytes(text) == nil)
    }

    @Test func accountingCountsBytes() {
        #expect(SlurmSize.bytes("2048", unit: 1) == 2048)
        #expect(SlurmSize.bytes("2048K", unit: 1) == 2 << 20)
        #expect(SlurmSize.mebibytes(1 << 30) == 1024)
        #expect(SlurmSize.mebibytes(1) == 1)
    }
}
