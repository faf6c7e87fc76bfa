import Testing

@testable import BerthContainers

@Suite struct ImageReferenceTests {
    static let digest = "sha256:" + String(repeating: "a", count: 64)

    @Test(
        "references",
        arguments: [
            ("busybox", "docker.io", "busybox:latest"), ("busybox:1", "docker.io", "busybox:1"),
            ("docker://quay.io/a/b:2", "quay.io", "quay.io/a/b:2"),
            ("127.0.0.1:5000/a:1", "127.0.0.1:5000", "127.0.0.1:5000/a:1"),
            ("localhost/a", "localhost", "localhost/a:latest"),
            ("quay.io/a@" + digest, "quay.io", "quay.io/a@" + digest),
            ("quay.io/a:1@" + digest, "quay.io", "quay.io/a@" + digest),
        ])
    func references(_ text: String, _ registry: String, _ written: String) throws {
        let reference = try ImageReference(reading: text)
        #expect(reference.registry == registry)
        #expect(reference.text() == written)
    }

    @Test(
        "what is none",
        arguments: ["", "Upper", "a//b", "../etc", "a:", "a@sha256:12", "oci://a", "a b", "a?x=1", "x/Y:1", "a:b c"])
    func none(_ text: String) {
        #expect(throws: ImageReference.Fault.self) { try ImageReference(reading: text) }
    }

    @Test("the longest reference, and one byte more")
    func longest() throws {
        let longest = String(repeating: "a", count: ImageReference.maximumBytes)
        #expect(try ImageReference(reading: longest).name == longest)
        let fault = #expect(throws: ImageReference.Fault.self) { try ImageReference(reading: longest + "a") }
        #expect(fault?.message == "it is longer than 1024 bytes")
    }
}
