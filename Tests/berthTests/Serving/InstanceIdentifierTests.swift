import BerthModel
import Testing

@testable import berth

struct InstanceIdentifierTests {
    private static let made = BerthModel.UUID(random: 1, 2)
    private static let other = BerthModel.UUID(random: 3, 4)

    @Test func itIsMadeOnceAndKept() throws {
        let folder = try TemporaryFolder()
        #expect(try InstanceIdentifier.kept(in: folder.path) { Self.made } == Self.made)
        #expect(try folder.read("instance") == "\(Self.made)\n")
        #expect(try InstanceIdentifier.kept(in: folder.path) { Self.other } == Self.made)
    }

    @Test(arguments: ["", "\n", "nonsense\n"])
    func whatIsDamagedIsMadeAnew(_ text: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("instance", text)
        #expect(try InstanceIdentifier.kept(in: folder.path) { Self.other } == Self.other)
        #expect(try folder.read("instance") == "\(Self.other)\n")
    }

    @Test func aFolderThatIsNotThereIsSaid() {
        let error = #expect(throws: ProgramError.self) {
            try InstanceIdentifier.kept(in: "/nowhere/at/all") { Self.made }
        }
        #expect(error?.code == .cannotWrite)
    }
}
