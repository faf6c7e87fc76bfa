import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthAnswers

struct ChangeSetPhraseTests {
    @Test func everyKindOfChange() {
        let set = ChangeSet([
            Change(path: ["compute", "cores", "min"], to: 4, range: .text(pattern: nil)),
            Change(path: ["executable"], to: ["kind": .text(Kind.jupyterNotebook.uri)], range: .component),
            Change(path: ["storage", .index(0)], to: .null, range: .absent),
            .inGroup(["astronomers"]),
        ])
        #expect(
            set.phrase == "you in the group astronomers, compute.cores.min=4, "
                + "executable as a \(Kind.jupyterNotebook.name), without storage[0]")
    }
}
