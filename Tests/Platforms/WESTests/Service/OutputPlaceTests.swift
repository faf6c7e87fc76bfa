import Testing

@testable import BerthWES

struct OutputPlaceTests {
    private static let record = "https://a.example:8443/x/ga4gh/wes/v1/runs/r1"

    @Test(arguments: [
        ("https://b.example/log", OutputPlace.url("https://b.example/log")),
        ("/logs/r1", .url("https://a.example:8443/logs/r1")),
        ("../../../../logs/r1", .url("https://a.example:8443/x/logs/r1")),
        ("./r1/out", .url("https://a.example:8443/x/ga4gh/wes/v1/runs/r1/out")),
        ("../../../../../../../../r", .url("https://a.example:8443/r")),
        ("s3://bucket/log", .elsewhere("s3://bucket/log")), ("file:///log", .elsewhere("file:///log")),
        ("it went well\n", .text("it went well\n")), ("done", .text("done")),
        ("/bin/sh: not found", .text("/bin/sh: not found")),
    ])
    func places(_ written: String, _ place: OutputPlace) {
        #expect(OutputPlace(written, in: Self.record) == place)
    }

    @Test(
        "the token opens nothing but what is of the run",
        arguments: [
            ("https://a.example/logs/r1/stdout", true), ("https://a.example/ga4gh/wes/v1/runs/r1", true),
            ("https://a.example/ga4gh/wes/v1/runs/r2", false), ("https://a.example/ga4gh/wes/v1/runs", false),
            ("https://a.example/runs/r2?x=/r1/", false), ("https://a.example/r1/../runs/r2", false),
            ("https://a.example/r1/%2e%2e/runs/r2", false),
        ])
    func ofTheRun(_ url: String, _ isOf: Bool) { #expect(OutputPlace.isOf("r1", url) == isOf) }

    @Test func originsCompareWithoutCase() {
        #expect(OutputPlace.origin("HTTPS://A.example:8443/x") == "https://a.example:8443")
        #expect(OutputPlace.origin("https://a.example?x") != OutputPlace.origin("https://a.example.org"))
    }
}
