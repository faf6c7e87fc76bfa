import Foundation

/// The measurements that need no server, each a verb; `scripts/bench` calls them. Every figure is a line: its name and
/// a number, as `berth.decode 123456`.
@main
enum Bench {
    static func main() async throws {
        var words = CommandLine.arguments.dropFirst()
        let verb = words.popFirst()
        let arguments = Array(words)
        switch (verb, arguments.count) {
        case ("codec", 2): try Codec.run(Data(contentsOf: url(arguments[0])), seconds: number(arguments[1]))
        case ("slots", 2): try Slots.run(bookings: Int(number(arguments[0])), dimensions: Int(number(arguments[1])))
        case ("match", 3):
            try await Matching.run(
                platforms: bytes(arguments[0]), request: bytes(arguments[1]), seconds: number(arguments[2]))
        case ("refusal", 2):
            try await Refusing.run(Requests.read(bytes(arguments[0])), repetitions: Int(number(arguments[1])))
        case ("accepts", 3):
            try await Accepting.run(
                Requests.read(bytes(arguments[1])), folder: arguments[0], repetitions: Int(number(arguments[2])))
        case ("sessions", 4):
            try await Running.run(
                Requests.read(bytes(arguments[1])), folder: arguments[0], sessions: Int(number(arguments[2])),
                seconds: Int64(number(arguments[3])))
        default: usage()
        }
    }

    private static func url(_ path: String) -> URL { URL(fileURLWithPath: path) }

    private static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(path))) }

    private static func number(_ text: String) -> Double {
        guard let number = Double(text), number > 0 else { usage() }
        return number
    }

    private static func usage() -> Never {
        print(
            """
            usage: bench codec FILE SECONDS
                   bench slots BOOKINGS DIMENSIONS
                   bench match PLATFORMS REQUEST SECONDS
                   bench refusal REQUEST REPETITIONS
                   bench accepts FOLDER REQUEST REPETITIONS
                   bench sessions FOLDER REQUEST SESSIONS SECONDS
            """)
        exit(64)
    }
}
