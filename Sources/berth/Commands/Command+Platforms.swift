import BerthClient
import BerthModel

extension Command {
    static let platforms = Command(
        "platforms", "List what a broker can run tasks on.",
        arguments: [CommandArgument("NAME", .text, isOptional: true, "Only the platform of this name.")],
        options: CommandOption.ofClients,
        examples: [("berth platforms", "How much each has in all, and whether it is well.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let list = try await caller.client.platforms()
        var shown = list.value.platforms
        if let name = invocation.arguments.first {
            shown = shown.filter { $0.name == name }
            if shown.isEmpty {
                let names = list.value.platforms.compactMap(\.name)
                throw ProgramError(
                    .unknownName, "There is no platform \(name).\(Suggestion.sentence(for: name, among: names))",
                    subject: name)
            }
        }
        try caller.show(list.document) { Listing.lines(shown, surroundings.console) }
        return .success
    }
}
