/// What `MirrorsTests` passes over, and why. These lists may only become shorter.
enum Exemptions {
    /// Tests of what several files of a room do together, and of what.
    static let acrossFiles: [String: String] = [
        "Tests/BerthHTTPTests/Server/StressTests.swift": "many connections at the same time",
        "Tests/BerthModelTests/Shape/RoundTripTests.swift": "every shaped type, in three syntaxes",
        "Tests/BerthModelTests/WireTests.swift": "documents as others write them",
        "Tests/BerthReservationsTests/ExhaustiveTests.swift": "every small case there is",
        "Tests/BerthReservationsTests/TimelineAgainstReferenceTests.swift": "timelines beside a simple one",
        "Tests/BerthSchemasTests/ExamplesTests.swift": "examples/ and schemas/",
        "Tests/BerthServiceTests/BadInputTests.swift": "every kind of bad input, through a socket",
        "Tests/BerthStorageTests/Durability/KillTests.swift": "a store whose process is killed",
        "Tests/berthTests/Portal/GivenBackTests.swift": "offers that are given back through the portal, over HTTP",
        "Tests/berthTests/Portal/AskedPagesTests.swift": "asking and accepting through the portal, over HTTP",
        "Tests/berthTests/Portal/SessionPagesTests.swift": "watching sessions through the portal, over HTTP",
        "Tests/Platforms/ContainersTests/Asking/AskingTests.swift": "what a site of containers answers",
    ]

    /// Sources that only their reader, their type or a real engine reaches: each with the tests that take it there.
    static let testedThrough: [String: String] = {
        var sources: [String: String] = [:]
        for (test, through) in ofPlatforms + ofRooms {
            for source in through { sources["Sources/" + source] = "Tests/" + test }
        }
        return sources
    }()
}
