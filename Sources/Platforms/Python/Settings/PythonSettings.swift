package import BerthModel

/// What a site says about a plugin in Python: keys of the configuration file. What the plugin has it says itself.
package struct PythonSettings: Shaped {
    package var name = "python"
    package var plugin = "plugin:Plugin"
    package var python = "python3"
    package var path: [String] = []
    package var arguments = NamedTexts()
    package var environment = NamedTexts()
    package var stateDirectory: String?
    package var answerTime = TimeSpan(seconds: 8)
    package var startSeconds: Int64 = 60
    package var callSeconds: Int64 = 10
    package var stopSeconds: Int64 = 30
    package var awaySeconds: Int64 = 120
    package var profileSeconds: Int64 = 5
    package var logBytes: Int64 = 1 << 20

    package init() {}

    package static let shape = Shape<PythonSettings>(
        "PythonSettings", "What a site says about a plugin in Python; what the plugin has it says itself.",
        [
            Field("name", \.name, "Name of the platform in answers; python unless set."),
            Field(
                "plugin", \.plugin,
                "The class: module:Class, module:object or /path/of/file.py:Class; plugin:Plugin unless set."),
            Field(
                "python", \.python,
                "Interpreter that has the package berth, an absolute path or a name; python3 unless set."),
            Field("path", \.path, "Directories that modules are looked for in, before those of the interpreter."),
            Field("arguments", \.arguments, "What the class is made with, by name; texts."),
            Field(
                "environment", \.environment,
                "Variables of the plugin's environment; PATH, LANG and HOME alone unless set."),
            Field("stateDirectory", \.stateDirectory, "Where sessions and the plugin's log are."),
            Field(
                "answerTime", \.answerTime,
                "How long the plugin may think about a question, less than broker.answerTime; PT8S unless set."),
            Field("startSeconds", \.startSeconds, "Seconds that the plugin may take to be loaded; 60 unless set."),
            Field("callSeconds", \.callSeconds, "Seconds for its profile and a piece of an output; 10 unless set."),
            Field("stopSeconds", \.stopSeconds, "Seconds that its cancel and its release may take; 30 unless set."),
            Field(
                "awaySeconds", \.awaySeconds,
                "Seconds that the plugin's process may be away while tasks run; 120 unless set."),
            Field("profileSeconds", \.profileSeconds, "Seconds for which what it has is remembered; 5 unless set."),
            Field("logBytes", \.logBytes, "Most bytes kept of what the plugin prints; 1 MiB unless set.", unit: .byte),
        ])
}
