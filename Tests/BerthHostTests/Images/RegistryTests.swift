import Testing

@testable import BerthHost

@Suite struct RegistryTests {
    @Test(
        "registries outside",
        arguments: [
            "docker.io", "quay.io", "Registry.Example.ORG:5000", "93.184.216.34", "[2606:2800:220:1::1]:443",
            "localhost",
        ])
    func outside(_ text: String) throws {
        #expect(try #require(Registry(text)).isInside == false)
    }

    @Test(
        "registries inside, by what is written",
        arguments: [
            "127.0.0.1:8741", "169.254.169.254", "10.0.0.1", "[::1]:5000", "[fe80::1]", "[::ffff:127.0.0.1]:1",
            "localhost:5000", "registry:5000", "x.localhost", "nas.local", "metadata.google.internal", "2130706433:80",
        ])
    func inside(_ text: String) async throws {
        let registry = try #require(Registry(text))
        #expect(registry.isInside)
        #expect(await registry.place(seconds: 5) == .inside)
    }

    @Test("ways to write an address that only the resolver understands", arguments: ["127.1:80", "0x7f.0.0.1"])
    func resolved(_ text: String) async throws {
        let registry = try #require(Registry(text))
        #expect(!registry.isInside)
        #expect(await registry.place(seconds: 10) == .inside)
    }

    @Test(
        "what names no registry, and ways of an engine to read something else",
        arguments: [
            "", "dir:", "dir:80", "oci:1", "docker-archive:5", "containers-storage:1", "-a.b", "a-.b", "a..b", "a.b:",
            "a.b:0", "a.b:65536", "a.b:+1", "[127.0.0.1]", "[::1", "[::1]x", "a_b.c", "localhost.",
        ])
    func none(_ text: String) {
        #expect(Registry(text) == nil)
    }

    @Test("a registry that the site names may lie anywhere")
    func named() throws {
        let named = ["127.0.0.1:5000", "Registry:1"]
        #expect(try #require(Registry("127.0.0.1:5000")).isNamed(in: named))
        #expect(try #require(Registry("registry:1")).isNamed(in: named))
        #expect(try !#require(Registry("127.0.0.1:5001")).isNamed(in: named))
    }
}
