import Testing

@testable import BerthSignatures

@Suite struct SHA256Tests {
    /// As sha256sum writes them.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("test", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ])
    func knownDigests(_ text: String, _ digest: String) {
        #expect(SHA256.hex(SHA256.digest(Array(text.utf8))) == digest)
    }

    @Test func listsOfTextsAreToldApart() {
        let lists = [[], [""], ["", ""], ["ab"], ["a", "b"], ["b", "a"], ["1:a"], ["a1:", "b"], ["a", "1:b"]]
        #expect(Set(lists.map { SHA256.digest(of: $0) }).count == lists.count)
    }
}
