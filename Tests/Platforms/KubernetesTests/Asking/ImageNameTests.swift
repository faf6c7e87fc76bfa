import Testing

@testable import BerthKubernetes

@Suite struct ImageNameTests {
    @Test(arguments: [
        ("busybox", "docker.io", "busybox"), ("docker://a/b:1", "docker.io", "a/b:1"),
        ("Registry.example.org:5000/a/b:1", "registry.example.org:5000", "Registry.example.org:5000/a/b:1"),
        ("localhost/x:1", "localhost", "localhost/x:1"),
    ])
    func aNameIsRead(_ text: String, _ registry: String, _ written: String) throws {
        let name = try #require(ImageName(text))
        #expect(name.registry == registry)
        #expect(name.text == written)
    }

    @Test func aDigestStandsInPlaceOfTheTag() {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        #expect(ImageName("r.example.org:1/a:2", digest: digest)?.text == "r.example.org:1/a@" + digest)
        #expect(ImageName("a", digest: digest)?.text == "a@" + digest)
        #expect(ImageName.fault(ofDigest: digest) == nil)
        #expect(ImageName.fault(ofDigest: "sha256:A") == "a digest is sha256: and 64 hexadecimal digits in lower case")
    }

    @Test(arguments: ["", "a b", "a//b", "/a", "a/", "x:99999/a", "a;b", "http://a/b"]) func whatIsNoNameIsNone(
        _ text: String
    ) {
        #expect(ImageName(text) == nil)
    }

    @Test(arguments: [
        ("docker.io/x", false), ("quay.example.org/x", false), ("10.0.0.1:5000/x", true), ("localhost:1/x", true),
        ("registry.internal/x", true), ("busybox", false),
    ])
    func whatLiesInsideTheSiteIsSeen(_ text: String, _ isInside: Bool) {
        #expect(ImageName(text)?.isInside == isInside)
    }
}
