import BerthData
import BerthDocument
import BerthModel
import BerthPlatform

/// What is common to the kinds of executable that are a text and its arguments.
struct Script: Sendable {
    var text: String?
    var location: String?
    var arguments: [String]
    var environment: NamedTexts
    var requirements: [String] = []
    /// What runs the text when it does not say so itself.
    var interpreter: [String]
    /// Whether a first line with `#!` says what runs it.
    var namesInterpreter: Bool

    /// `nil` for other kinds of executable.
    init?(_ executable: Executable?, python: String) {
        switch executable {
        case .batchScript(let script):
            (text, location) = (script.script, script.location)
            (arguments, environment) = (script.arguments, script.environment)
            interpreter = ["/bin/sh"]
            namesInterpreter = true
        case .pythonProgram(let program):
            (text, location) = (program.script, program.location)
            (arguments, environment) = (program.arguments, program.environment)
            requirements = program.requirements
            interpreter = [python]
            namesInterpreter = false
        default: return nil
        }
    }

    /// Where the text is, unless it is given.
    ///
    /// - Throws: why it cannot be had from there.
    func source() throws(Obstacles) -> DataSource? {
        guard text == nil, let location else { return nil }
        var data = SimpleData()
        data.location = location
        return try DataSource.reading(.simple(data), at: ["executable"])
    }

    /// Every reason against it that can be told without input or output.
    func obstacles(bytes: Int64) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        if (text ?? location ?? "").isEmpty {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "script"],
                    "{path} is missing: it is what is to be run, or location says where that is."))
        }
        if let size = text?.utf8.count, size > bytes {
            obstacles.append(
                Obstacle(
                    .never, ["executable", "script"],
                    "{path}: the script has {wanted} bytes, {available} are the most; location can name a longer one's"
                        + " place.",
                    ["wanted": "\(size)", "available": "\(bytes)", "unit": "byte"], couldChange: "the site"))
        }
        for entry in environment.entries where !Script.isVariable(entry.name) || entry.text.utf8.contains(0) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "environment"],
                    "{path}: {name} cannot be the name of a variable, or its value has a zero byte.",
                    ["name": entry.name]))
        }
        for (index, argument) in arguments.enumerated() where argument.utf8.contains(0) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "arguments", .index(index)],
                    "{path} has a zero byte, which no argument can have."))
        }
        for (index, requirement) in requirements.enumerated()
        where requirement.isEmpty || requirement.hasPrefix("-") || requirement.utf8.contains(where: { $0 < 32 }) {
            obstacles.append(
                Obstacle(
                    .contradictory, ["executable", "requirements", .index(index)],
                    "{path}: {wanted} is no package as pip names one.", ["wanted": requirement]))
        }
        do throws(Obstacles) {
            if let source = try source(), source.isHostFile {
                obstacles.append(
                    Obstacle(
                        .notAllowed, ["executable", "location"],
                        "{path}: no file of the broker's machine is read for the cloud; name an http or https address.",
                        ["location": location ?? ""], couldChange: "the site"))
            }
        } catch {
            obstacles += error.all
        }
        return obstacles
    }

    private static func isVariable(_ name: String) -> Bool {
        name.isWord(with: "_") && !(48...57).contains(name.utf8.first ?? 48)
    }
}
