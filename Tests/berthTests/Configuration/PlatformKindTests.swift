import BerthDocument
import BerthModel
import Testing

@testable import berth

struct PlatformKindTests {
    @Test(arguments: PlatformKind.all)
    func everyKindIsReadWithItsDefaults(_ kind: PlatformKind) throws {
        var reader = ModelReader(syntax: .yaml)
        let read = try #require(PlatformConfiguration.read(["kind": .text(kind.word)], &reader))
        #expect(reader.problems.isEmpty)
        guard case .map(let members)? = read.write(ModelWriter(syntax: .yaml)), case .map(let defaults) = kind.defaults
        else {
            Issue.record("no map")
            return
        }
        #expect(members.members.first?.name == "kind")
        #expect(members.members.dropFirst().map(\.name) == defaults.members.map(\.name))
        #expect(!kind.outline.fields.isEmpty)
    }

    @Test func theListIsInTheOrderOfTheWordsAndEachIsThereOnce() {
        let words = PlatformKind.all.map(\.word)
        #expect(words == Set(words).sorted())
        #expect(PlatformKind["nothing"] == nil)
    }
}
