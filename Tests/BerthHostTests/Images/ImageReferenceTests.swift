import Testing

@testable import BerthHost

@Suite struct ImageReferenceTests {
    static let digest = "sha256:" + String(repeating: "a", count: 64)

    @Test(
        "references",
        arguments: [
            ("busybox", "docker.io", "docker.io/library/busybox:latest"),
            ("a/b:1", "docker.io", "docker.io/a/b:1"), ("docker.io/a", "docker.io", "docker.io/library/a:latest"),
            ("Quay.IO/a", "quay.io", "quay.io/a:latest"),
            ("docker://quay.io/a/b:2", "quay.io", "quay.io/a/b:2"),
            ("127.0.0.1:5000/a:1", "127.0.0.1:5000", "127.0.0.1:5000/a:1"),
            ("localhost/a", "localhost", "localhost/a:latest"),
            ("quay.io/a@" + digest, "quay.io", "quay.io/a@" + digest),
            ("quay.io/a:1@" + digest, "quay.io", "quay.io/a@" + digest),
        ])
    func references(_ text: String, _ registry: String, _ written: String) throws {
        let reference = try ImageReference(reading: text)
        #expect(reference.registry.text == registry)
        #expect(reference.text() == written)
    }

    @Test(
        "what is none",
        arguments: [
            "", "Upper", "a//b", "../etc", "a:", "a@sha256:12", "oci://a", "a b", "a?x=1", "x/Y:1", "a:b c",
            "--privileged", "-a", "a-", "x/.y",
            "dir:/etc", "dir:80/etc", "oci:1/x", "docker-archive:1/x", "a.b:x/y",
            "sha256:" + String(repeating: "a", count: 64),
            "deadbeefcafe", "deadbeefcafe:latest", String(repeating: "0", count: 64), "@" + digest, "a.b/",
        ])
    func none(_ text: String) {
        #expect(throws: ImageReference.Fault.self) { try ImageReference(reading: text) }
    }

    @Test("the longest reference, and one byte more")
    func longest() throws {
        let longest = String(repeating: "a", count: ImageReference.maximumBytes)
        #expect(try ImageReference(reading: longest).name == "docker.io/library/" + longest)
        let fault = #expect(throws: ImageReference.Fault.self) { try ImageReference(reading: longest + "a") }
        #expect(fault?.message == "it is longer than 1024 bytes")
    }
}
