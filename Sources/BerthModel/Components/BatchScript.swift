/// A script for the shell of a batch system. A kind of Berth's own.
public struct BatchScript: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var script: String?
    public var location: String?
    public var arguments: [String] = []
    public var environment = NamedTexts()

    public init() {}

    public static let shape = Shape<BatchScript>(
        "BatchScript", "A script for the shell of a batch system.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("script", \.script, "The script itself; its first line may name the interpreter."),
            Field("location", \.location, "Where the script is, unless it is given as text."),
            Field("arguments", \.arguments, "Arguments of the script."),
            Field("environment", \.environment, "Environment variables by name."),
        ])
}
