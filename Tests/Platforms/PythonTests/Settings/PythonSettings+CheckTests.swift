import BerthModel
import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct PythonSettingsCheckTests {
    private static func settings(_ change: (inout PythonSettings) -> Void) -> PythonSettings {
        var settings = PythonSettings()
        settings.plugin = "lab:Lab"
        change(&settings)
        return settings
    }

    @Test(arguments: ["lab:Lab", "a.b_c.d:Lab2", "/opt/plugins/lab.py:lab", "größe:Labor"])
    func `a place can be meant`(_ place: String) throws {
        try Self.settings { $0.plugin = place }.check()
    }

    @Test(arguments: ["", "lab", "lab:", ":Lab", "lab.py:Lab", "a..b:C", "a b:C", "lab:Lab()", "/x/lab:Lab", "-m:os"])
    func `what names no class is refused`(_ place: String) {
        #expect {
            try Self.settings { $0.plugin = place }.check()
        } throws: { error in
            guard let error = error as? PlatformError else { return false }
            let said = place.isEmpty ? "not set" : place
            return (error.code, error.subject) == (.refused, "plugin")
                && error.message
                    == "The setting plugin is \(said); it takes module:Class or /path/of/file.py:Class."
        }
    }

    private struct Wrong: Sendable {
        var key: String
        var message: String
        var change: @Sendable (inout PythonSettings) -> Void

        init(_ key: String, _ message: String, _ change: @escaping @Sendable (inout PythonSettings) -> Void) {
            (self.key, self.message, self.change) = (key, message, change)
        }
    }

    private static let wrong: [Wrong] = [
        Wrong("python", "is bin/python; it takes a name or an absolute path", { $0.python = "bin/python" }),
        Wrong("path[1]", "has lib, which is not an absolute path without a colon", { $0.path = ["/a", "lib"] }),
        Wrong("path[0]", "has /a:/b, which is not an absolute path without a colon", { $0.path = ["/a:/b"] }),
        Wrong("arguments", "has a-b, which is no name in Python", { $0.arguments = ["a-b": "1"] }),
        Wrong("arguments", "has a, which no program can be given", { $0.arguments = ["a": "x\0y"] }),
        Wrong("environment", "has A=B, which is no variable of an environment", { $0.environment = ["A=B": "1"] }),
        Wrong("stateDirectory", "is state, which is not an absolute path", { $0.stateDirectory = "state" }),
        Wrong("startSeconds", "is 0; it must be at least 1", { $0.startSeconds = 0 }),
        Wrong("profileSeconds", "is -1; it must be at least 0", { $0.profileSeconds = -1 }),
        Wrong("answerTime", "is PT0S; it must be more than nothing and PT1H at most", { $0.answerTime = .zero }),
    ]

    @Test(arguments: wrong.indices) func `a key that cannot be meant is named`(_ index: Int) {
        let wrong = Self.wrong[index]
        #expect {
            try Self.settings(wrong.change).check()
        } throws: { error in
            guard let error = error as? PlatformError else { return false }
            let key = String(wrong.key.prefix { $0 != "[" })
            return error.code == .refused && error.subject == wrong.key
                && error.message == "The setting \(key) \(wrong.message)."
        }
    }
}
