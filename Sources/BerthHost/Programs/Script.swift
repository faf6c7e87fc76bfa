package import BerthData
import BerthDocument
package import BerthModel
package import BerthPlatform

/// What is common to the kinds of executable that are a text and its arguments.
package struct Script: Sendable {
    package var text: String?
    package var location: String?
    package var arguments: [String]
    package var environment: NamedTexts
    package var requirements: [String] = []
    /// What runs the text when it does not say so itself.
    package var interpreter: [String]
    /// Whether a first line with `#!` says what runs it.
    package var namesInterpreter: Bool

    /// `nil` for other kinds of executable.
    package init?(_ executable: Executable?, python: String) {
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

    /// The program and its arguments, for a file with such a begin.
    package func words(file: String, begin: [UInt8]) -> [String] {
        let runsItself = namesInterpreter && begin.starts(with: Array("#!".utf8))
        return (runsItself ? [] : interpreter) + [file] + arguments
    }

    /// Where the text is, unless it is given.
    ///
    /// - Throws: why it cannot be had from there.
    package func source() throws(Obstacles) -> DataSource? {
        guard text == nil, let location else { return nil }
        var data = SimpleData()
        data.location = location
        return try DataSource.reading(.simple(data), at: ["executable"])
    }

    /// Every reason against text, variables and arguments that can be told without input or output.
    ///
    /// - Parameter bytes: the most that the text may have.
    package func obstaclesOfText(bytes: Int64) -> [Obstacle] {
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
        return obstacles
    }

    /// Every reason against the place where the text is.
    ///
    /// - Parameter refused: why a place that can be read as one is not read from here.
    package func obstaclesOfPlace(_ refused: (DataSource) -> Obstacle?) -> [Obstacle] {
        do throws(Obstacles) {
            guard let source = try source() else { return [] }
            return refused(source).map { [$0] } ?? []
        } catch { return error.all }
    }

    /// Why a text that is fetched cannot be: it has to be there, and not to be too long.
    ///
    /// - Parameter bytes: the most that it may have.
    package func obstacle(fetchedBy stager: Stager, bytes most: Int64) async -> Obstacle? {
        // What stands in the request was looked at before.
        guard let source = try? source(), !source.isHostFile else { return nil }
        do throws(PlatformError) {
            guard case .bytes(let bytes) = try await stager.size(of: source), bytes > most else { return nil }
            return Obstacle(
                .never, ["executable", "location"], "{path}: the script has {wanted} bytes, {available} are the most.",
                ["wanted": "\(bytes)", "available": "\(most)", "unit": "byte"], couldChange: "the site")
        } catch {
            return Obstacle(
                .dataUnreachable, ["executable", "location"], "{path}: {problem}", ["problem": error.description])
        }
    }

    private static func isVariable(_ name: String) -> Bool {
        name.isWord(with: "_") && !(48...57).contains(name.utf8.first ?? 48)
    }
}
