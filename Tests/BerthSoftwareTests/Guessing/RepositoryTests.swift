import Testing

@testable import BerthSoftware

struct RepositoryTests {
    @Test(arguments: [
        ("git+https://github.com/a/b.git", "https://github.com/a/b", "HEAD"),
        ("https://github.com/a/b/tree/v3.0.1", "https://github.com/a/b", "v3.0.1"),
        ("https://github.com/a/b/blob/main/README.md", "https://github.com/a/b", "main"),
        ("https://gitlab.com/g/s/p/-/tree/dev", "https://gitlab.com/g/s/p", "dev"),
        ("https://git.km3net.de/km3py/km3io/", "https://git.km3net.de/km3py/km3io", "HEAD"),
    ])
    func addresses(_ text: String, _ url: String, _ reference: String) throws {
        let repository = try #require(Repository(text))
        #expect(repository.url == url)
        #expect(repository.reference == reference)
    }

    @Test(arguments: [
        ("https://github.com/a/b/releases/tag/v0.5.0", "v0.5.0"),
        ("https://github.com/a/b/archive/refs/tags/nov23.tar.gz", "nov23"),
        ("https://gitlab.in2p3.fr/a/b/-/archive/v2.2/b-v2.2.tar.gz", "v2.2"), ("https://a.org/b", "HEAD"),
        ("https://github.com/a/b/releases/tag/$(reboot)", "HEAD"),
    ])
    func theVersionOfADownload(_ hint: String, _ reference: String) {
        #expect(Repository("https://github.com/a/b", hints: [hint])?.reference == reference)
    }

    @Test(arguments: [
        "https://example.org/a/b", "https://github.com/a", "ssh://github.com/a/b", "", "https://github.com/a/b;reboot",
        "https://github.com/$(reboot)/b", "https://me@github.com/a/b",
    ])
    func whatIsNone(_ text: String) {
        #expect(Repository(text) == nil)
    }

    @Test func filesAndImages() throws {
        let github = try #require(Repository("https://github.com/A/b/tree/v1"))
        #expect(github.file("n b.ipynb") == "https://raw.githubusercontent.com/A/b/v1/n%20b.ipynb")
        #expect(github.image == "ghcr.io/a/b:v1")
        let gitlab = try #require(Repository("https://gitlab.in2p3.fr/g/s/p"))
        #expect(gitlab.file("x.cwl") == "https://gitlab.in2p3.fr/g/s/p/-/raw/HEAD/x.cwl")
        #expect(gitlab.image == nil)
        #expect(Repository("https://gitlab.com/g/p")?.image == "registry.gitlab.com/g/p:latest")
    }
}
