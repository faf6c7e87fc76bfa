/// What the words of engines mean for whose task it is. Engines say it in words only, and each in its own.
enum EngineWords {
    private static let reasons: [(words: [String], reason: String)] = [
        (
            ["command that was not found", "executable file not found", "executable file `", "no such file"],
            "the program that it should run is not in the image"
        ),
        (["permission denied", "is a directory"], "the program that it should run may not be executed"),
        (["exec format error"], "the program that it should run is made for another kind of machine"),
        (["no space left on device"], "the disk of the engine is full"),
        (
            ["unauthorized", "authentication required", "access to the resource is denied", "denied:"],
            "the registry does not hand it out to everybody"
        ),
        (["toomanyrequests", "too many requests"], "the registry wants to be asked again later"),
        (["no image found in", "no matching manifest"], "there is none for this kind of machine"),
    ]
    private static let absences = [
        "manifest unknown", "not found", "name unknown", "no such image", "does not exist", "statuscode: 404",
    ]

    /// A part of a sentence; `nil` for words that are an administrator's affair.
    static func reason(_ words: String) -> String? {
        let words = words.lowercased()
        return reasons.first { $0.words.contains { words.contains($0) } }?.reason
    }

    /// Whether they say that there is no such image.
    static func areAbsence(_ words: String) -> Bool {
        let words = words.lowercased()
        return absences.contains { words.contains($0) }
    }
}
