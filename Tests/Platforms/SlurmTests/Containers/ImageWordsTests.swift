import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct ImageWordsTests {
    private static func said(_ message: String) -> String {
        #"time="2026" level=fatal msg="Error parsing image name \"docker://a/x:1\": "# + message + "\"\n"
    }

    @Test(
        "words of skopeo",
        arguments: [
            (#"reading manifest 1 in a/x: manifest unknown"#, .notFound, "reading manifest 1 in a/x: manifest unknown"),
            (
                #"pinging container registry a: Get \"https://a/v2/\": dial tcp: lookup a: no such host"#, .unreachable,
                #"pinging container registry a: Get "https://a/v2/": dial tcp: lookup a: no such host"#
            ),
            ("unauthorized: authentication required", .refused, "unauthorized: authentication required"),
        ] as [(String, PlatformError.Code, String)])
    func errors(_ message: String, _ code: PlatformError.Code, _ words: String) {
        let error = ImageWords.error("docker://a/x:1", Self.said(message))
        #expect(error.code == code)
        #expect(error.message == "The image a/x:1 cannot be fetched: \(words).")
    }

    @Test func wordsOfUmoci() {
        #expect(ImageWords.last("   \u{2a2f} no space left on device\n") == "no space left on device")
        #expect(ImageWords.last("") == "")
    }
}
