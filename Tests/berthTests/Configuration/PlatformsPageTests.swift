import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import berth

struct PlatformsPageTests {
    /// `scripts/generate` runs this test with `BERTH_GENERATE=1`, which writes the page.
    @Test func thePageIsWhatTheKindsDeclare() throws {
        let isSame = try GeneratedBlock(of: "docs/PLATFORMS.md", "platforms").isSame(as: PlatformsPage.text)
        #expect(isSame, "docs/PLATFORMS.md is not what the kinds declare; run scripts/generate.")
    }

    @Test(arguments: PlatformKind.all) func everyKindAnswersForEveryAbility(_ kind: PlatformKind) throws {
        let abilities = kind.settings.abilities
        #expect(Set(abilities.answers.keys) == Set(Ability.allCases))
        #expect(!abilities.executables.isEmpty)
    }

    /// What is declared is what the profile of a platform of this kind says, where it needs no engine to say it.
    @Test(arguments: ["containers", "scripted"]) func theProfileSaysNoMore(_ word: String) throws {
        var reader = ModelReader(syntax: .yaml)
        let kind = try #require(PlatformKind[word])
        let configured = try #require(PlatformConfiguration.read(["kind": .text(kind.word)], &reader))
        let platform = try configured.platform(stateFolder: TemporaryFolder().path, engine: nil)
        let own = Set(platform.profile.executables)
        #expect(own.isSubset(of: kind.settings.abilities.executables))
        #expect(!own.isEmpty)
    }
}
