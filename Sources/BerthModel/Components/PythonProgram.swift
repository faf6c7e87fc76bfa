/// A Python program. A kind of Berth's own.
public struct PythonProgram: Shaped, HasLife {
    public var component = Component()
    public var life = Life()
    public var script: String?
    public var location: String?
    public var arguments: [String] = []
    public var environment = NamedTexts()
    public var requirements: [String] = []

    public init() {}

    public static let shape = Shape<PythonProgram>(
        "PythonProgram", "A Python program.", Field.inline(\.component), Field.inline(\.life),
        [
            Field("script", \.script, "The program itself."),
            Field("location", \.location, "Where the program is, unless it is given as text."),
            Field("arguments", \.arguments, "Arguments of the program."),
            Field("environment", \.environment, "Environment variables by name."),
            Field("requirements", \.requirements, "Packages that it needs, as pip names them."),
        ])
}
