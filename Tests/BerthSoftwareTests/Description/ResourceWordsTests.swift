import Testing

@testable import BerthSoftware

struct ResourceWordsTests {
    typealias Amount = ResourceWords.Amount

    @Test(
        arguments: [
            ("2GB", 2_000_000_000, nil), ("2 GiB", 2 << 30, nil), (">= 16 GiB of RAM", 16 << 30, nil),
            ("8-16 GB", 8_000_000_000, 16_000_000_000), ("at most 4 GB", nil, 4_000_000_000),
            ("500MB", 500_000_000, nil),
            ("1,5 Go", 1_500_000_000, nil), ("0.5 TB", 500_000_000_000, nil),
            ("16 GB, better 32 GB", 16_000_000_000, 32_000_000_000),
        ] as [(String, Int64?, Int64?)])
    func sizes(_ text: String, _ min: Int64?, _ max: Int64?) {
        #expect(ResourceWords.bytes(in: text) == Amount(min: min, max: max))
    }

    @Test(arguments: ["", "a lot", "16", "Full Disk Access", "x86_64", "9999999999999 PB", "0 GB"])
    func whatIsNoSize(_ text: String) {
        #expect(ResourceWords.bytes(in: text) == nil)
    }

    @Test(
        arguments: [
            ("4 cores", 4, nil), ("8", 8, nil), ("2-4 CPUs", 2, 4), ("up to 16 vCPU", nil, 16),
        ] as [(String, Int64?, Int64?)])
    func cores(_ text: String, _ min: Int64?, _ max: Int64?) {
        #expect(ResourceWords.cores(in: text) == Amount(min: min, max: max))
    }

    @Test(arguments: ["x86_64", "Intel i7", "2.4 GHz", "many cores"])
    func whatIsNoNumberOfCores(_ text: String) {
        #expect(ResourceWords.cores(in: text) == nil)
    }

    @Test(arguments: [("x86_64", "amd64"), ("AMD64", "amd64"), ("ARM64 or aarch64", "arm64"), ("any", nil)])
    func architectures(_ text: String, _ architecture: String?) {
        #expect(ResourceWords.architecture(in: text) == architecture)
    }

    @Test func wholeUnits() {
        #expect(ResourceWords.gibibytes(Amount(min: 1, max: nil)) == Amount(min: 1, max: nil))
        #expect(ResourceWords.gibibytes(Amount(min: (1 << 30) + 1, max: 5 << 30)) == Amount(min: 2, max: 5))
        #expect(ResourceWords.gibibytes(Amount(min: 5, max: 6)) == Amount(min: 1, max: 1))
    }
}
