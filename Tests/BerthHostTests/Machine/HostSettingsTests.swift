import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct HostSettingsTests {
    private static func message(_ check: () throws(PlatformError) -> Void) -> String? {
        do throws(PlatformError) { try check() } catch { return error.message }
        return nil
    }

    @Test func whatCannotBeMeantIsToldWithItsKey() {
        #expect(
            Self.message { () throws(PlatformError) in
                try HostSettings.checkDataAddresses(["10.0.0.0/8", "x"])
            } == "The setting dataAddresses has x, which is no address or range such as 10.0.0.0/8.")
        #expect(
            Self.message { () throws(PlatformError) in try HostSettings.checkHostPaths(["/a", "b"]) }
                == "The setting hostPaths has b, which is not an absolute path.")
        #expect(
            Self.message { () throws(PlatformError) in
                try HostSettings.checkAbsolute([("one", nil), ("two", "/a"), ("three", "b")])
            } == "The setting three is b, which is not an absolute path.")
        #expect(
            Self.message { () throws(PlatformError) in try HostSettings.check([("a", nil), ("b", 1), ("c", 0)]) }
                == "The setting c is 0; it must be at least 1.")
        #expect(
            Self.message { () throws(PlatformError) in try HostSettings.check([("c", -1)], atLeast: 0) }
                == "The setting c is -1; it must be at least 0.")
    }

    @Test(arguments: [
        ("https://a.example/b", true), ("http://127.0.0.1:80", true), ("http://localhost", true),
        ("http://127.example", false), ("http://a.example", false), ("https://a.example/?b", false), ("a", false),
    ]) func services(_ url: String, _ isRight: Bool) {
        let message = Self.message { () throws(PlatformError) in
            try HostSettings.checkService(url, prefix: "rest.", hasToken: true)
        }
        #expect((message == nil) == isRight, "\(message ?? "")")
        #expect(message?.hasPrefix("The setting rest.url ") != false)
    }

    @Test(arguments: [
        ("a", true), ("berth-2", true), (String(repeating: "a", count: 40), true), ("", false), ("A", false),
        ("a_b", false), (String(repeating: "a", count: 41), false),
    ]) func instances(_ name: String, _ isRight: Bool) {
        #expect((Self.message { () throws(PlatformError) in try HostSettings.checkInstance(name) } == nil) == isRight)
    }
}
